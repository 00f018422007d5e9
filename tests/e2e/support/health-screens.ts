import type { Page } from '@playwright/test'
import type { HealthOverview } from '../../../supabase/functions/_shared/contract/health.ts'
import { aFailingRow, aHealthRow, anOverview } from '../../support/health-overviews.ts'
import { never, type Screen, seen } from './screen.ts'

const OVERVIEW = '**/rest/v1/rpc/health_overview*'

/** In the place of the database's answer: what no short story brings about. */
function answering(overview: Partial<HealthOverview>) {
  return (page: Page) =>
    page.route(OVERVIEW, (route) => route.fulfill({ json: anOverview(overview) }))
}

const rows = (page: Page) => page.getByRole('article').first().waitFor()
const HEALTHY = Array.from({ length: 12 }, (_, nth) => aHealthRow(`Service ${nth + 1}`))
const FAILING = [
  aFailingRow('Acme Stripe', 192),
  aFailingRow('A name that is longer than any row has room for, and then some', 12),
  aHealthRow('Unsteady', { failures: Array.from({ length: 90 }, (_, day) => (day > 60 ? 20 : 0)) }),
  aHealthRow('Paused', { is_watched: false }),
  aHealthRow('New', { status: 'configuring', last_checked_at: null, p95: null }),
  ...HEALTHY,
]

/** The Health page in each of its states. */
export const HEALTH_SCREENS: readonly Screen[] = [
  {
    name: 'health, healthy',
    who: 'ada',
    path: '/health?days=30',
    arrange: answering({ integrations: HEALTHY }),
    act: rows,
  },
  {
    name: 'health, failing',
    who: 'ada',
    path: '/health',
    arrange: answering({ integrations: FAILING }),
    async act(page) {
      await rows(page)
      await page.getByRole('slider').nth(3).focus()
    },
  },
  {
    name: 'health, stalled',
    who: 'ada',
    path: '/health',
    arrange: answering({
      integrations: FAILING,
      stalled_since: new Date(Date.now() - 900_000).toISOString(),
      overdue: 14,
    }),
    act: (page) => seen(page, 'Background checks have stopped.'),
  },
  {
    name: 'health, empty',
    who: 'newcomer',
    path: '/health',
    act: (page) => seen(page, 'Nothing to look after yet'),
  },
  {
    name: 'health, nothing matches',
    who: 'ada',
    path: '/health?q=zzzz',
    act: (page) => seen(page, 'Nothing matches'),
  },
  {
    name: 'health, loading',
    who: 'ada',
    path: '/health',
    arrange: (page) => page.route(OVERVIEW, never),
    act: (page) => page.getByText('Loading how').waitFor({ state: 'attached' }),
  },
  {
    name: 'health, failing to load',
    who: 'ada',
    path: '/health',
    arrange: (page) => page.route(OVERVIEW, (route) => route.fulfill({ json: 'odd' })),
    act: (page) => seen(page, 'Health could not be loaded'),
  },
]
