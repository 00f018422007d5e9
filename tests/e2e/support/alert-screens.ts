import type { Page } from '@playwright/test'
import { manyAlerts, manyChannels } from '../../support/alert-rows.ts'
import { form, never, type Screen, seen } from './screen.ts'

const withAlerts = async (page: Page, alerts: object[]) => {
  await page.route('**/rest/v1/rpc/list_alerts*', (route) => route.fulfill({ json: alerts }))
  await page.route('**/rest/v1/rpc/unread_alerts*', (route) =>
    route.fulfill({ json: { count: alerts.length } }),
  )
}

const withChannels = async (page: Page, channels: object[], isMailSetUp = true) => {
  await page.route('**/rest/v1/alert_channels*', (route) => route.fulfill({ json: channels }))
  await page.route('**/functions/v1/deliver-alerts/offer', (route) =>
    route.fulfill({ json: { is_mail_set_up: isMailSetUp } }),
  )
}

const addOne = (page: Page) => page.getByRole('button', { name: 'Add a channel' }).first().click()

/** Alerts and where they are sent, in each of their states. */
export const ALERT_SCREENS: readonly Screen[] = [
  {
    name: 'alerts, of every kind',
    who: 'newcomer',
    path: '/alerts',
    arrange: (page) => withAlerts(page, manyAlerts()),
    async act(page) {
      for (const summary of await page.locator('summary').all()) await summary.click()
      await page.getByText('4 unread').waitFor({ state: 'attached' })
      await page.getByText('1 sent, 1 not sent').click()
      await page.getByRole('button', { name: 'Send again' }).waitFor()
    },
  },
  {
    name: 'alerts, none yet',
    who: 'newcomer',
    path: '/alerts',
    arrange: (page) => withAlerts(page, []),
    act: (page) => seen(page, 'Nothing has happened yet'),
  },
  {
    name: 'alerts, loading',
    who: 'newcomer',
    path: '/alerts',
    arrange: (page) => page.route('**/rest/v1/rpc/list_alerts*', never),
    act: (page) => page.getByText('Loading the alerts').waitFor({ state: 'attached' }),
  },
  {
    name: 'alerts, failing',
    who: 'newcomer',
    path: '/alerts',
    arrange: (page) =>
      page.route('**/rest/v1/rpc/list_alerts*', (route) => route.fulfill({ json: 'odd' })),
    act: (page) => seen(page, 'could not be loaded'),
  },
  {
    name: 'alert channels, none yet',
    who: 'newcomer',
    path: '/settings/alerts',
    arrange: (page) => withChannels(page, []),
    act: (page) => seen(page, 'No channel yet'),
  },
  {
    name: 'alert channels, and quiet hours',
    who: 'newcomer',
    path: '/settings/alerts',
    arrange: (page) => withChannels(page, manyChannels()),
    async act(page) {
      await seen(page, 'Its receiver answered 410')
      await page.getByLabel('Send nothing at certain hours').check()
      await page.getByLabel('Time zone').waitFor()
    },
  },
  {
    name: 'alert channel, with mistakes',
    who: 'newcomer',
    path: '/settings/alerts',
    arrange: (page) => withChannels(page, []),
    async act(page) {
      await addOne(page)
      await form(page).getByText('E-mail', { exact: true }).waitFor()
      await form(page).getByLabel('Address').fill('hooks')
      await form(page).getByRole('button', { name: 'Add the channel' }).click()
      await page.locator('[aria-invalid]').first().waitFor()
    },
  },
  {
    name: 'alert channel, and what it is signed with',
    who: 'newcomer',
    path: '/settings/alerts',
    arrange: (page) => withChannels(page, []),
    async act(page) {
      await addOne(page)
      await form(page).getByLabel('Address').fill('https://example.com/hooks/patchbay')
      await form(page).getByRole('button', { name: 'Add the channel' }).click()
      await form(page)
        .getByText(/^whsec_/)
        .waitFor()
    },
  },
  {
    name: 'alert channel, deleted?',
    who: 'newcomer',
    path: '/settings/alerts',
    arrange: (page) => withChannels(page, manyChannels()),
    async act(page) {
      await page.getByRole('button', { name: 'Delete Team Slack' }).click()
      await seen(page, 'Delete Team Slack?')
    },
  },
]
