import type { Page } from '@playwright/test'
import { form, nameField, type Screen, seen } from './screen.ts'

const base64 = (text: unknown) => Buffer.from(JSON.stringify(text)).toString('base64url')
/** Good for an hour, as far as a page can tell; the server's word on it is the story's. */
const TOKEN = `${base64({ alg: 'HS256' })}.${base64({ exp: Math.floor(Date.now() / 1_000) + 3_600 })}.c2ln`
const RECOVERY_LINK = `/reset-password#type=recovery&access_token=${TOKEN}&refresh_token=x`

const judge = (page: Page, status: number, json: unknown) =>
  page.route('**/auth/v1/user', (route) => route.fulfill({ status, json }))

/** Whose session arrives from another tab. */
const arrive = (page: Page) =>
  page.evaluate(() => {
    const session = { access_token: 'x', user: { id: 'somebody-else', email: 'grace@example.com' } }
    new BroadcastChannel('patchbay-session').postMessage({ event: 'SIGNED_IN', session })
  })

/** What has to do with who one is. */
export const ACCOUNT_SCREENS: readonly Screen[] = [
  {
    name: 'sign-in',
    who: 'guest',
    path: '/sign-in',
    act: (page) => page.getByRole('button', { name: 'Sign in' }).waitFor(),
  },
  {
    name: 'sign-in, refused',
    who: 'guest',
    path: '/sign-in',
    async act(page) {
      await page.getByLabel('E-mail').fill('nobody@example.com')
      await page.getByLabel('Password', { exact: true }).fill('not this one')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'sign-up, with mistakes',
    who: 'guest',
    path: '/sign-up',
    async act(page) {
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.locator('[aria-invalid]').first().waitFor()
    },
  },
  {
    name: 'forgot password',
    who: 'guest',
    path: '/forgot-password',
    act: (page) => page.getByLabel('E-mail').waitFor(),
  },
  {
    name: 'forgot password, mail sent',
    who: 'guest',
    path: '/forgot-password',
    async act(page) {
      await page.getByLabel('E-mail').fill('nobody@example.com')
      await page.getByRole('button', { name: 'Send the link' }).click()
      await seen(page, 'Look in your mail')
    },
  },
  {
    name: 'reset password, with an old link',
    who: 'guest',
    path: '/reset-password',
    act: (page) => seen(page, 'This link no longer works'),
  },
  {
    name: 'reset password, with a good link',
    who: 'guest',
    path: RECOVERY_LINK,
    arrange: (page) => judge(page, 200, { id: 'ada', email: 'ada@example.com' }),
    act: (page) => page.getByLabel('New password', { exact: true }).waitFor(),
  },
  {
    name: 'reset password, with a link that cannot be checked',
    who: 'guest',
    path: RECOVERY_LINK,
    arrange: (page) => judge(page, 503, {}),
    act: (page) => page.getByRole('button', { name: 'Check the link again' }).waitFor(),
  },
  {
    name: 'settings',
    who: 'ada',
    path: '/settings',
    act: (page) => page.getByRole('heading', { name: 'Password' }).waitFor(),
  },
  {
    name: 'settings, with mistakes',
    who: 'ada',
    path: '/settings',
    async act(page) {
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.locator('[aria-invalid]').first().waitFor()
    },
  },
  {
    name: 'account menu',
    who: 'ada',
    path: '/settings',
    async act(page) {
      await page.getByRole('button', { name: /@example\.com/ }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    },
  },
  {
    name: 'another account has signed in',
    who: 'newcomer',
    path: '/integrations?connect=playground-mcp',
    isAlone: true,
    async act(page) {
      await nameField(page).waitFor()
      await arrive(page)
      await form(page).filter({ hasText: 'grace@example.com' }).waitFor()
    },
  },
]
