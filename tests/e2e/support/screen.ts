import type { Page } from '@playwright/test'
import type { Who } from './visitors.ts'

export type Screen = {
  name: string
  who: Who
  path: string
  /** What is done there stays in the browser: it gets one of its own. */
  isAlone?: true
  /** Before the page is loaded: what stands in its way. */
  arrange?: (page: Page) => Promise<unknown>
  /** What a person does there, to the last thing that must be seen. */
  act: (page: Page) => Promise<unknown>
}

export const form = (page: Page) => page.getByRole('dialog')
export const nameField = (page: Page) => form(page).getByLabel('Name', { exact: true })
export const seen = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
export const grid = (page: Page) => page.getByRole('heading', { name: 'Available' }).waitFor()
export const never = () => new Promise<void>(() => {})
