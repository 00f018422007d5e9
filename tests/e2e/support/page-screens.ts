import type { Page } from '@playwright/test'
import { grid, never, type Screen, seen } from './screen.ts'
import { card } from './story.ts'

async function openMenu(page: Page) {
  await card(page, 'GitHub').getByRole('button', { name: 'More for GitHub' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).waitFor()
}

/** Every page in each of its states. */
export const PAGE_SCREENS: readonly Screen[] = [
  { name: 'integrations, none yet', who: 'newcomer', path: '/integrations', act: grid },
  {
    name: 'integrations, of every status',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      for (const word of ['Connected', 'Error', 'Not set up', 'Testing…', 'Disconnected']) {
        await page.getByRole('article').filter({ hasText: word }).first().waitFor()
      }
      await page
        .getByRole('img', { name: /Last 30 checks/ })
        .first()
        .waitFor()
    },
  },
  {
    name: 'integrations, loading',
    who: 'ada',
    path: '/integrations',
    arrange: (page) => page.route('**/rest/v1/rpc/integration_cards*', never),
    act: (page) => page.getByText('Loading your integrations').waitFor({ state: 'attached' }),
  },
  {
    name: 'integrations, failing',
    who: 'ada',
    path: '/integrations',
    arrange: (page) =>
      page.route('**/rest/v1/rpc/integration_cards*', (route) => route.fulfill({ json: 'odd' })),
    act: (page) => seen(page, 'could not be loaded'),
  },
  {
    name: 'integrations, nothing matches',
    who: 'ada',
    path: '/integrations?q=zzzz&type=mcp&status=error',
    act: (page) => seen(page, 'Nothing matches'),
  },
  {
    name: 'integrations, a link to nothing',
    who: 'ada',
    path: '/integrations?connect=nothing',
    act: (page) => seen(page, 'There is no “nothing”'),
  },
  {
    name: 'category filter',
    who: 'ada',
    path: '/integrations?category=Payments',
    async act(page) {
      await page.getByRole('button', { name: /^Category/ }).click()
      await page.getByRole('checkbox', { name: /Payments/ }).waitFor()
    },
  },
  {
    name: 'status filter',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await page.getByRole('button', { name: /^Status/ }).click()
      await page.getByRole('checkbox').first().waitFor()
    },
  },
  { name: 'card menu', who: 'ada', path: '/integrations', act: openMenu },
  {
    name: 'delete question',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await openMenu(page)
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByRole('button', { name: 'Delete GitHub' }).waitFor()
    },
  },
  {
    name: 'command palette',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await grid(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'command palette, nothing matches',
    who: 'ada',
    path: '/integrations',
    async act(page) {
      await grid(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('zzzz')
      await seen(page, 'No command has “zzzz” in it.')
    },
  },
  {
    name: 'toast',
    who: 'ada',
    path: '/integrations',
    arrange: (page) =>
      page.route('**/rest/v1/user_integrations*', (route) => route.fulfill({ status: 503 })),
    async act(page) {
      await openMenu(page)
      await page.getByRole('menuitem', { name: 'Disconnect' }).click()
      await seen(page, 'GitHub is still connected')
    },
  },
  {
    name: 'back from an authorization server, with nothing',
    who: 'newcomer',
    path: '/oauth/callback#error=authorization_expired',
    act: (page) => seen(page, 'The sign-in took too long.'),
  },
  {
    name: 'back from an authorization server, in a tab that never left',
    who: 'newcomer',
    path: '/oauth/callback',
    act: (page) => seen(page, 'No sign-in to finish'),
  },
  {
    name: 'not found',
    who: 'ada',
    path: '/no/such/page',
    act: (page) => seen(page, 'Nothing is plugged in here'),
  },
  {
    name: 'offline',
    who: 'ada',
    path: '/integrations',
    isAlone: true,
    async act(page) {
      await grid(page)
      await page.context().setOffline(true)
      await seen(page, 'You are offline')
    },
  },
]
