import type { CheckCount, HealthRange, IncidentRow, IntegrationHealth } from '@contract/health'

export const RANGE_WORDS: Record<HealthRange, { short: string; long: string }> = {
  '24h': { short: '24 h', long: '24 hours' },
  '7d': { short: '7 d', long: '7 days' },
  '30d': { short: '30 d', long: '30 days' },
  '90d': { short: '90 d', long: '90 days' },
}

export const RANGES = Object.keys(RANGE_WORDS) as HealthRange[]

const RANGE_HOURS: Record<HealthRange, number> = { '24h': 24, '7d': 168, '30d': 720, '90d': 2_160 }

/** The share of checks that passed, never rounded up to all of them; null without a check. */
export function uptimeWords({ checks, failures }: CheckCount): string | null {
  if (checks === 0) return null
  if (failures === 0) return '100%'
  return `${(Math.floor((1 - failures / checks) * 10_000) / 100).toFixed(2)}%`
}

export function countWords({ checks, failures }: CheckCount): string {
  if (checks === 0) return 'no checks'
  const made = `${checks.toLocaleString('en')} ${checks === 1 ? 'check' : 'checks'}`
  return failures === 0 ? made : `${failures.toLocaleString('en')} of ${made} failed`
}

/** Whole milliseconds, in seconds from ten of them on. */
export function timeWords(ms: number): string {
  if (ms < 10_000) return `${Math.round(ms).toLocaleString('en')} ms`
  return `${(ms / 1_000).toLocaleString('en', { maximumFractionDigits: 1 })} s`
}

/** What a point of the chart covers: times in ms since the epoch, of the browser's clock nothing. */
export type HistoryPoint = CheckCount & {
  from: number
  to: number
  /** ms; null where no check passed. */
  p50: number | null
  p95: number | null
  slowest: number | null
}

export type History = {
  from: number
  to: number
  points: HistoryPoint[]
  /** ms: further apart, nobody checked in between. */
  maxGap: number
}

/** `intervalS`: seconds from one check to the next, as it is set now. */
export function historyOf(
  { now, step_s, points }: Pick<IntegrationHealth, 'now' | 'step_s' | 'points'>,
  range: HealthRange,
  intervalS: number,
): History {
  const to = Date.parse(now)
  const from = to - RANGE_HOURS[range] * 3_600_000
  return {
    from,
    to,
    points: points.map(([at, checks, failures, p50, p95, slowest]) => ({
      from: Math.max(from, at * 1_000),
      to: Math.min(to, (at + step_s) * 1_000),
      checks,
      failures,
      p50,
      p95,
      slowest,
    })),
    // Checks are jittered, and a step may have begun just before its first.
    maxGap: 2.2 * Math.max(step_s, intervalS) * 1_000,
  }
}

/** The chart in one sentence. */
export function historyWords({ points }: History, range: HealthRange): string {
  const total = {
    checks: sum(points.map(({ checks }) => checks)),
    failures: sum(points.map(({ failures }) => failures)),
  }
  const period = `In the last ${RANGE_WORDS[range].long}`
  if (total.checks === 0) return `${period}: no checks.`
  const middles = points.flatMap(({ p50 }) => (p50 === null ? [] : [p50]))
  const high = points.flatMap(({ p95 }) => (p95 === null ? [] : [p95]))
  const times =
    middles.length === 0
      ? 'none passed'
      : `half of the answers came within ${span(middles)}, 95% within ${span(high)}`
  return `${period}: ${countWords(total)}; ${times}.`
}

function span(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return low === high ? timeWords(low) : `${timeWords(low)} to ${timeWords(high)}`
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** "Mon 23 Nov, 14:00 – 14:15", in the browser's language and time zone. */
export function periodWords({ from, to }: Pick<HistoryPoint, 'from' | 'to'>): string {
  const isLong = to - from >= 20 * 3_600_000
  const format = new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(isLong ? {} : { hour: '2-digit', minute: '2-digit' }),
  })
  return isLong ? format.format(from) : format.formatRange(from, to)
}

/** A point in a sentence. */
export function pointWords(point: HistoryPoint): string {
  const times =
    point.p50 === null || point.p95 === null
      ? 'none passed'
      : `p50 ${timeWords(point.p50)}, p95 ${timeWords(point.p95)}`
  return `${periodWords(point)}: ${times}, ${countWords(point)}`
}

/** How long something took or has gone on, in its two largest units. */
export function durationWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'under a minute'
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return pair(hours, 'h', minutes % 60, 'min')
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** `now`: ms since the epoch. */
export function incidentDuration({ opened_at, closed_at }: IncidentRow, now: number): string {
  const end = closed_at === null ? now : Date.parse(closed_at)
  return durationWords(Math.max(0, end - Date.parse(opened_at)))
}

/** When the next check comes: "the next in 3 min". Both in ms since the epoch. */
export function dueWords(dueAt: number, now: number): string {
  const wait = dueAt - now
  if (wait < 5_000) return 'the next is due'
  return wait < 60_000 ? 'the next within a minute' : `the next in ${durationWords(wait)}`
}

const INTERVALS = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400]

/** What one may choose; what is stored is among it. Seconds. */
export function intervalsWith(stored: number): number[] {
  return [...new Set([...INTERVALS, stored])].sort((a, b) => a - b)
}

export function intervalWords(seconds: number): string {
  if (seconds % 3_600 === 0) return seconds === 3_600 ? 'hour' : `${seconds / 3_600} hours`
  if (seconds % 60 === 0) return seconds === 60 ? 'minute' : `${seconds / 60} minutes`
  return `${seconds} seconds`
}
