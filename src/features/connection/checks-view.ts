import type { HealthMetricRow } from '@contract/detail-rows'
import { UNMADE_CODES } from '@contract/health'
import { type Strip, stripOf } from '@/services/strips'

const RESULTS = {
  passed: { word: 'Passed', tone: 'ok' },
  failed: { word: 'Failed', tone: 'bad' },
  unmade: { word: 'Not made', tone: 'neutral' },
} as const

export function resultOf(check: HealthMetricRow) {
  return RESULTS[outcomeOf(check)]
}

/** Takes checks, newest first. Returns the strip that the integration's card shows too. */
export function stripOfMetrics(checks: readonly HealthMetricRow[]): Strip {
  return stripOf(
    checks
      .map((check): [number | null, keyof typeof RESULTS] => [
        check.response_time_ms,
        outcomeOf(check),
      ])
      .reverse(),
  )
}

/** A check that Patchbay could not make is no word against the server. */
function outcomeOf({ success, source, error_code }: HealthMetricRow): keyof typeof RESULTS {
  if (success) return 'passed'
  const isUnmade = source === 'client' || UNMADE_CODES.some((code) => code === error_code)
  return isUnmade ? 'unmade' : 'failed'
}
