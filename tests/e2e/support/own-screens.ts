import type { Page } from '@playwright/test'
import { type Screen, seen } from './screen.ts'

const editor = (page: Page) => page.locator('form')
const now = () => new Date().toISOString()
const METHODS = [
  'Bearer token (JWT)',
  'OAuth',
  'User name and password',
  'Client certificate',
  'No credential',
]

const RUNNERS = [
  { name: 'This machine', user_id: null, last_seen_at: now() },
  { name: 'Ada’s laptop in the other office', user_id: crypto.randomUUID(), last_seen_at: null },
].map((each) => ({
  ...each,
  id: crypto.randomUUID(),
  platform: 'linux x64',
  version: '0.1.0',
  created_at: now(),
}))

const withRunners = (page: Page, rows: object[]) =>
  page.route('**/rest/v1/runners*', (route) => route.fulfill({ json: rows }))

const withTypes = (page: Page, status: number, json: unknown) =>
  page.route('**/rest/v1/integration_types*', (route) => route.fulfill({ status, json }))

async function pair(page: Page) {
  await page.getByRole('button', { name: 'Pair a runner' }).click()
  await seen(page, 'Waiting for the runner.')
}

/** Types of one's own and runners, in each of their states. */
export const OWN_SCREENS: readonly Screen[] = [
  {
    name: 'new type',
    who: 'newcomer',
    path: '/types/new',
    act: (page) => editor(page).getByLabel('Name', { exact: true }).waitFor(),
  },
  {
    name: 'new type, with mistakes',
    who: 'newcomer',
    path: '/types/new',
    async act(page) {
      await editor(page).getByRole('button', { name: 'Save and connect' }).click()
      await page.locator('[aria-invalid]').first().waitFor()
    },
  },
  {
    name: 'new type, with every auth method',
    who: 'newcomer',
    path: '/types/new',
    async act(page) {
      for (const method of METHODS) await editor(page).getByLabel(method, { exact: true }).check()
      await editor(page).getByText('Either', { exact: true }).click()
      await editor(page).getByRole('button', { name: 'Add claim' }).click()
    },
  },
  {
    name: 'new type, an MCP server by URL',
    who: 'newcomer',
    path: '/types/new',
    async act(page) {
      await editor(page).getByText('MCP server by URL').click()
      await editor(page).getByLabel('SSE (legacy)', { exact: true }).check()
      await editor(page).getByLabel('SSE (legacy): server URL').waitFor()
    },
  },
  {
    name: 'new type, an MCP server by command',
    who: 'newcomer',
    path: '/types/new',
    async act(page) {
      await editor(page).getByText('MCP server by command').click()
      await editor(page).getByLabel('Command', { exact: true }).fill('npx')
      await editor(page).getByRole('button', { name: 'Add variable' }).click()
      await editor(page).getByLabel('Variable 1', { exact: true }).waitFor()
    },
  },
  {
    name: 'new type, to be discarded',
    who: 'newcomer',
    path: '/types/new',
    async act(page) {
      await editor(page).getByLabel('Name', { exact: true }).fill('Typed')
      await editor(page).getByRole('button', { name: 'Cancel' }).click()
      await seen(page, 'Discard what you typed?')
    },
  },
  {
    name: 'type, not there',
    who: 'newcomer',
    path: '/types/own-nothing',
    act: (page) => seen(page, 'This type is not here'),
  },
  {
    name: 'type, failing',
    who: 'newcomer',
    path: '/types/new',
    arrange: (page) => withTypes(page, 403, {}),
    act: (page) => seen(page, 'The types could not be loaded.'),
  },
  {
    name: 'integrations, custom ones, none yet',
    who: 'newcomer',
    path: '/integrations?type=custom',
    act: (page) => seen(page, 'Nothing matches'),
  },
  {
    name: 'runners, none yet',
    who: 'newcomer',
    path: '/settings/runners',
    arrange: (page) => withRunners(page, []),
    act: (page) => seen(page, 'No runner yet'),
  },
  {
    name: 'runners',
    who: 'newcomer',
    path: '/settings/runners',
    arrange: (page) => withRunners(page, RUNNERS),
    act: (page) => page.getByRole('list', { name: 'Runners' }).waitFor(),
  },
  {
    name: 'runners, failing',
    who: 'newcomer',
    path: '/settings/runners',
    arrange: (page) => page.route('**/rest/v1/runners*', (route) => route.fulfill({ status: 403 })),
    act: (page) => seen(page, 'could not be loaded'),
  },
  {
    name: 'runners, pairing',
    who: 'newcomer',
    path: '/settings/runners',
    act: pair,
  },
  {
    name: 'runners, paired',
    who: 'newcomer',
    path: '/settings/runners',
    arrange: (page) => withRunners(page, []),
    async act(page) {
      await pair(page)
      await withRunners(page, RUNNERS)
      await seen(page, 'in the other office is paired.')
    },
  },
  {
    name: 'runners, to be revoked',
    who: 'newcomer',
    path: '/settings/runners',
    arrange: (page) => withRunners(page, RUNNERS),
    async act(page) {
      await page.getByRole('button', { name: /^Revoke/ }).click()
      await seen(page, 'It gets no more work')
    },
  },
]
