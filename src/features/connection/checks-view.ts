import type { HealthMetricRow } from '@contract/rows'
import type { StripBar } from '@/ui/check-strip'

/** A check of a function is about the server; one of the browser says that Patchbay could not ask. */
export function barsOf(checks: readonly HealthMetricRow[]): StripBar[] {
  return checks
    .map(({ success, source, response_time_ms: ms }): StripBar => {
      if (source === 'client') return { tone: 'none', ms: null }
      return { tone: success ? 'ok' : 'bad', ms }
    })
    .reverse()
}

export function summaryOf(checks: readonly HealthMetricRow[]): string {
  const failed = checks.filter(({ success }) => !success).length
  return `Last ${checks.length} checks: ${checks.length - failed} passed, ${failed} failed.`
}

const RESULTS = {
  passed: { word: 'Passed', tone: 'ok' },
  failed: { word: 'Failed', tone: 'bad' },
  notMade: { word: 'Not made', tone: 'neutral' },
} as const

export function resultOf({ success, source }: HealthMetricRow) {
  if (success) return RESULTS.passed
  return source === 'client' ? RESULTS.notMade : RESULTS.failed
}
