import type { HealthMetricRow } from '@contract/detail-rows'

const RESULTS = {
  passed: { word: 'Passed', tone: 'ok' },
  failed: { word: 'Failed', tone: 'bad' },
  notMade: { word: 'Not made', tone: 'neutral' },
} as const

/** A check that the browser recorded says that Patchbay could not ask: no word against the server. */
export function resultOf({ success, source }: HealthMetricRow) {
  if (success) return RESULTS.passed
  return source === 'client' ? RESULTS.notMade : RESULTS.failed
}
