import type { HealthRow } from '@contract/health'
import { countOf } from './uptime'

/** How an integration is, worst first: what the page orders and filters by. */
export const CONDITIONS = [
  'failing',
  'unsteady',
  'healthy',
  'waiting',
  'paused',
  'unconnected',
] as const
export type Condition = (typeof CONDITIONS)[number]

export const CONDITION_WORDS: Record<Condition, string> = {
  failing: 'Failing',
  unsteady: 'Unsteady',
  healthy: 'Healthy',
  waiting: 'Never checked',
  paused: 'Paused',
  unconnected: 'Not connected',
}

/** Connected, and yet so many of its checks fail since yesterday that somebody should look. */
const UNSTEADY = { share: 0.01, failures: 3 }
/** Today and yesterday. */
export const RECENT_DAYS = 2

export function conditionOf(row: HealthRow): Condition {
  if (row.incident_since !== null || row.status === 'error') return 'failing'
  if (row.status === 'disconnected' || row.status === 'configuring') return 'unconnected'
  if (!row.is_watched) return 'paused'
  if (row.last_checked_at === null) return 'waiting'
  const { checks, failures } = countOf(row, RECENT_DAYS)
  const isUnsteady = failures >= UNSTEADY.failures && failures / checks >= UNSTEADY.share
  return isUnsteady ? 'unsteady' : 'healthy'
}
