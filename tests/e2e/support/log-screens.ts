import type { Page } from '@playwright/test'
import { never, type Screen, seen } from './screen.ts'

const loaded = (page: Page) => page.getByRole('slider', { name: 'Entries over time' }).waitFor()

/** The Logs page in each of its states. */
export const LOG_SCREENS: readonly Screen[] = [
  { name: 'logs', who: 'ada', path: '/logs?range=24h', act: loaded },
  {
    name: 'logs, none yet',
    who: 'newcomer',
    path: '/logs',
    act: (page) => seen(page, 'No log yet'),
  },
  {
    name: 'logs, loading',
    who: 'ada',
    path: '/logs',
    arrange: (page) => page.route('**/rest/v1/rpc/log_*', never),
    act: (page) => page.getByText('Loading the log').waitFor({ state: 'attached' }),
  },
  {
    name: 'logs, failing',
    who: 'ada',
    path: '/logs',
    arrange: (page) =>
      page.route('**/rest/v1/rpc/log_*', (route) => route.fulfill({ json: 'odd' })),
    act: (page) => seen(page, 'The log could not be loaded'),
  },
  {
    name: 'logs, nothing matches',
    who: 'ada',
    path: '/logs?q=zzzz&level=error',
    act: (page) => seen(page, 'Nothing matches'),
  },
  {
    name: 'logs, of an integration that is gone, in a time that was drawn',
    who: 'ada',
    path: '/logs?integration=33333333-3333-4333-8333-333333333333&from=2026-03-03T14:00:00Z&to=2026-03-03T16:00:00Z',
    act: (page) => seen(page, 'An integration of this link is gone.'),
  },
  {
    name: 'logs, a range being drawn',
    who: 'ada',
    path: '/logs?live=1',
    async act(page) {
      await loaded(page)
      await page.getByRole('slider').focus()
      await page.keyboard.press('End')
      await page.keyboard.press('Shift+ArrowLeft')
      await page.getByText(/: \d+ entr/).waitFor()
    },
  },
  {
    name: 'logs, an entry',
    who: 'ada',
    path: '/logs?level=error',
    async act(page) {
      await page
        .getByRole('link', { name: /^Failed at/ })
        .first()
        .click()
      await seen(page, 'Link to this entry')
    },
  },
]
