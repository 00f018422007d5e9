import {
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test'
import { PLAYGROUND_CREDENTIALS } from '../../../supabase/catalogue/playground-credentials.ts'
import type { Stack } from '../../support/stack.ts'
import { type Account, newAccount, signedUp } from './session.ts'
import { openAs, type Who } from './visitors.ts'

export { expect, PLAYGROUND_CREDENTIALS }

export type RunningStack = Omit<Stack, 'stop' | 'process' | 'output'>

/** The stack that the whole run shares. */
export function stack(): RunningStack {
  return JSON.parse(process.env.PATCHBAY_STACK ?? 'null')
}

/** As a new person does it. */
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

interface Cast {
  account: Account
  /** A browser with nothing but `account` in it, signed in, at the grid. */
  ada: Page
  /** Another browser, as one of the run's visitors. */
  open: (who: Who) => Promise<Page>
}

/** A console error or an uncaught exception, in any of its browsers, fails the story. */
export const story = base.extend<Cast>({
  baseURL: async ({ browserName: _ }, use) => use(stack().url),
  account: async ({ browserName: _ }, use) => use(newAccount()),
  context: async ({ context }, use) => {
    const problems = problemsIn(context)
    await use(context)
    expect(problems).toEqual([])
  },
  ada: async ({ page, context, account }, use) => {
    await context.setStorageState(await signedUp(stack(), account))
    await page.goto('/integrations')
    await expect(page.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible()
    await use(page)
  },
  open: async ({ browser }, use) => {
    const contexts: BrowserContext[] = []
    const problems: string[][] = []
    await use(async (who) => {
      const context = await openAs(browser, who, stack().url)
      contexts.push(context)
      problems.push(problemsIn(context))
      return context.newPage()
    })
    for (const context of contexts) await context.close()
    expect(problems.flat()).toEqual([])
  },
})

function problemsIn(context: BrowserContext): string[] {
  const problems: string[] = []
  context.on('weberror', (error) => problems.push(String(error.error())))
  context.on('console', (message) => {
    // A refused or unreachable request is part of some stories; the browser and auth-js log it themselves.
    const isTold = /^(Failed to load resource|AuthRetryableFetchError)/.test(message.text())
    if (message.type() === 'error' && !isTold) {
      problems.push(message.text())
    }
  })
  return problems
}
