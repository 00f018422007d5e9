import {
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test'
import { PLAYGROUND_CREDENTIALS } from '../../../supabase/catalogue/playground-credentials.ts'
import type { Stack } from '../../support/stack.ts'
import { problemsIn } from './problems.ts'
import { Seat } from './seat.ts'
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

/** The page of one integration, by its name: what of it is not the shell's. */
export function pageOf(page: Page, name: string): Locator {
  const heading = page.getByRole('heading', { level: 1, name, exact: true })
  return page.getByRole('main').filter({ has: heading })
}

/** Tests what is stored, from the integration's page, and waits for the end. */
export async function testStored(details: Locator): Promise<void> {
  const button = details.getByRole('button', { name: 'Test', exact: true })
  await button.click()
  await expect(button).toBeEnabled()
}

/** Chooses from the menu of the integration's page. */
export async function chooseMore(details: Locator, entry: string): Promise<void> {
  await details.getByRole('button', { name: /^More for/ }).click()
  await details.page().getByRole('menuitem', { name: entry }).click()
}

/** Gives a question its answer, and waits until it is gone: no role finds what is behind it before. */
export async function confirm(page: Page, answer: string): Promise<void> {
  const question = page.getByRole('dialog')
  await question.getByRole('button', { name: answer, exact: true }).click()
  await expect(question).toBeHidden()
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

interface Audience {
  /** The page that stays open for the stories after this one. */
  seat: Seat
}

interface Cast {
  account: Account
  /** A browser with nothing but `account` in it, signed in, at the grid. */
  ada: Page
  /** Another browser, as one of the run's visitors. */
  open: (who: Who) => Promise<Page>
  /** A page that has been open before, and knows the scripts. What is stored by it must not matter. */
  look: (who: Who) => Promise<Page>
}

/** A console error or an uncaught exception, in any of its browsers, fails the story. */
export const story = base.extend<Cast, Audience>({
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
  seat: [
    async ({ browser }, use) => {
      const seat = new Seat(browser, stack().url)
      await use(seat)
      await seat.leave()
    },
    { scope: 'worker' },
  ],
  look: async ({ seat }, use) => {
    await use((who) => seat.take(who))
    expect(await seat.tidy()).toEqual([])
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
