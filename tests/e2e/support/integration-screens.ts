import type { Page } from '@playwright/test'
import { never, type Screen, seen } from './screen.ts'
import { card, pageOf } from './story.ts'

async function open(page: Page, name: string, tab?: string) {
  await card(page, name).getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  if (tab) await page.getByRole('tab', { name: tab }).click()
}

/** A screen of Ada's, which begins at the grid as she does. */
const ofAda = (name: string, act: Screen['act'], arrange?: Screen['arrange']): Screen => ({
  name: `integration, ${name}`,
  who: 'ada',
  path: '/integrations',
  act,
  ...(arrange ? { arrange } : {}),
})

/** The page of one integration: each tab, full and empty, and what becomes of it without answers. */
export const INTEGRATION_SCREENS: readonly Screen[] = [
  ofAda('overview', async (page) => {
    await open(page, 'GitHub')
    await page.getByRole('slider').focus()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('list', { name: 'Test result' }).waitFor()
  }),
  ofAda('its chart as a table', async (page) => {
    await open(page, 'GitHub')
    await page.getByText('As a table').click()
    await page.getByRole('table').waitFor()
  }),
  ofAda('failing', async (page) => {
    await open(page, 'Acme Stripe')
    await seen(page, 'the key was refused')
    await page.getByRole('slider').waitFor({ state: 'attached' })
  }),
  ofAda('never tested', async (page) => {
    await open(page, 'Sentry EU')
    await seen(page, 'It has not been tested yet.')
    await seen(page, 'In the last 24 hours: no checks.')
  }),
  ofAda(
    'loading',
    (page) => open(page, 'Acme Stripe'),
    (page) => page.route(/rest.v1.(user_integrations|rpc.integration_health|.*incidents)/, never),
  ),
  ofAda(
    'without answers',
    async (page) => {
      await open(page, 'Acme Stripe')
      await seen(page, 'What is known of it could not be loaded.')
      await seen(page, 'Its health over time could not be loaded.')
      await seen(page, 'The incidents could not be loaded.')
    },
    (page) =>
      page.route(/rest.v1.(user_integrations|rpc.integration_health|.*incidents)/, (route) =>
        route.fulfill({ json: 'odd' }),
      ),
  ),
  ofAda('checks', async (page) => {
    await open(page, 'Acme Stripe', 'Checks')
    await page.getByRole('row').nth(5).waitFor()
  }),
  ofAda('incidents, none', async (page) => {
    await open(page, 'GitHub', 'Incidents')
    await seen(page, 'No incidents.')
  }),
  ofAda(
    'incidents',
    async (page) => {
      await open(page, 'GitHub', 'Incidents')
      await seen(page, 'Failing for')
    },
    (page) =>
      page.route('**/rest/v1/integration_incidents*', (route) =>
        route.fulfill({ json: INCIDENTS }),
      ),
  ),
  ofAda('tools', async (page) => {
    await open(page, 'GitHub', 'Tools')
    await seen(page, 'list_issues')
  }),
  ofAda('tools, nothing found', async (page) => {
    await open(page, 'GitHub', 'Tools')
    await page.getByRole('searchbox').fill('zzzz')
    await seen(page, 'Nothing that was listed has “zzzz” in it.')
  }),
  ofAda('log', async (page) => {
    await open(page, 'Acme Stripe', 'Log')
    await page.getByRole('tabpanel').getByRole('listitem').first().waitFor()
  }),
  {
    // What is typed there stays: a browser of its own.
    ...ofAda('settings, with a mistake', async (page) => {
      await open(page, 'GitHub', 'Settings')
      await page.getByLabel('Name', { exact: true }).fill('')
      await page.getByRole('button', { name: 'Save' }).click()
      await seen(page, 'Give it a name')
    }),
    isAlone: true,
  },
  ofAda('menu', async (page) => {
    await open(page, 'GitHub')
    await pageOf(page, 'GitHub').getByRole('button', { name: 'More for GitHub' }).click()
    await page.getByRole('menuitem', { name: 'Pause watching' }).waitFor()
  }),
  {
    name: 'integration, a link to nothing',
    who: 'ada',
    path: '/integrations/00000000-0000-4000-8000-000000000000',
    act: (page) => seen(page, 'This integration is not here.'),
  },
]

const INCIDENTS = [
  {
    id: '11111111-1111-4111-8111-111111111111',
    opened_at: '2026-11-25T10:00:00+00:00',
    closed_at: null,
    ended_by: null,
    stage: 'reach',
    code: 'connection_refused',
    message: 'api.githubcopilot.com refused the connection.',
  },
  {
    id: '22222222-2222-4222-8222-222222222222',
    opened_at: '2026-11-20T10:00:00+00:00',
    closed_at: '2026-11-20T12:30:00+00:00',
    ended_by: 'changed',
    stage: 'authenticate',
    code: 'credential_expired',
    message: 'The token has expired.',
  },
]
