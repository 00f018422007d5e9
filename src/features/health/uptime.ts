import type { CheckCount } from '@contract/health'

/** How many days the page looks back. */
export const WINDOWS = [7, 30, 90] as const
export type Window = (typeof WINDOWS)[number]

/** One for all: to make one takes longer than to use it a hundred times. */
const NUMBER = new Intl.NumberFormat('en')

/** A count for each UTC day, the last of them today. */
export type Days = { checks: readonly number[]; failures: readonly number[] }

/** Of the last so many days, today with them. */
export function countOf({ checks, failures }: Days, days: number): CheckCount {
  return { checks: sum(checks.slice(-days)), failures: sum(failures.slice(-days)) }
}

/** All of them as one, day by day. */
export function together(all: readonly Days[]): Days {
  const length = Math.max(0, ...all.map(({ checks }) => checks.length))
  const days = Array.from({ length }, (_, index) => index)
  return {
    checks: days.map((day) => sum(all.map(({ checks }) => checks[day] ?? 0))),
    failures: days.map((day) => sum(all.map(({ failures }) => failures[day] ?? 0))),
  }
}

/** The share of checks that passed, 0 to 1; null where none was made. */
export function uptimeOf({ checks, failures }: CheckCount): number | null {
  return checks === 0 ? null : (checks - failures) / checks
}

/** "99.93%", rounded down: what failed once is never called 100%. */
export function percentOf(count: CheckCount): string {
  const uptime = uptimeOf(count)
  if (uptime === null) return '–'
  if (count.failures === 0) return '100%'
  return `${(Math.floor(uptime * 10_000) / 100).toFixed(2)}%`
}

/** "288 checks, 2 failed", for one day or many. */
export function countInWords({ checks, failures }: CheckCount): string {
  if (checks === 0) return 'no checks'
  const made = checks === 1 ? '1 check' : `${NUMBER.format(checks)} checks`
  if (failures === 0) return `${made}, none failed`
  const share = failures === checks ? 'all' : NUMBER.format(failures)
  return `${made}, ${share} failed`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
