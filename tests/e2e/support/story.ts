import { randomUUID } from 'node:crypto'
import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { PLAYGROUND_CREDENTIALS } from '../../../supabase/catalogue/playground-credentials.ts'
import type { Stack } from '../../support/stack.ts'

export { expect, PLAYGROUND_CREDENTIALS }

export type RunningStack = Omit<Stack, 'stop' | 'process' | 'output'>

export interface Account {
  email: string
  password: string
}

/** The stack that the whole run shares. */
export function stack(): RunningStack {
  return JSON.parse(process.env.PATCHBAY_STACK ?? 'null')
}

export function newAccount(): Account {
  return { email: `${randomUUID()}@example.com`, password: `a few words ${randomUUID()}` }
}

export async function signUp(page: Page, account = newAccount()): Promise<Account> {
  await page.goto('/sign-up')
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible()
  return account
}

export async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Finds a type by its name and opens its form. */
export async function openForm(page: Page, typeName: string): Promise<Locator> {
  await page.getByRole('searchbox').fill(typeName)
  await page.getByRole('link', { name: new RegExp(`^Connect( another)? ${typeName}$`) }).click()
  const dialog = page.getByRole('dialog', { name: `Connect ${typeName}` })
  await expect(dialog.getByLabel('Name', { exact: true })).toBeVisible()
  return dialog
}

/** The card of a connection, by its name. */
export function card(page: Page, name: string): Locator {
  return page.getByRole('article', { name, exact: true })
}

/** Picks an option of a segmented control, by its label as a person does. */
export const choose = (dialog: Locator, option: string | RegExp) =>
  dialog
    .locator('label')
    .filter({ has: dialog.page().getByRole('radio', { name: option }) })
    .click()

export const save = (dialog: Locator) =>
  dialog.getByRole('button', { name: 'Save and connect' }).click()
export const testDraft = (dialog: Locator) =>
  dialog.getByRole('button', { name: 'Test connection' }).click()

/** `page`, signed up; a console error or an uncaught exception fails the story. */
export const story = base.extend<{ ada: Page; account: Account }>({
  baseURL: async ({ browserName: _ }, use) => use(stack().url),
  account: async ({ browserName: _ }, use) => use(newAccount()),
  ada: async ({ page, account }, use) => {
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('console', (message) => {
      // A refused or unreachable request is part of some stories, and the browser logs it itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        problems.push(message.text())
      }
    })
    await signUp(page, account)
    await use(page)
    expect(problems).toEqual([])
  },
})
