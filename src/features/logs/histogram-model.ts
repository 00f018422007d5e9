import type { LogCounts } from '@contract/log-search'
import { LOG_LEVELS, type LogLevel } from '@contract/status'

/** Times in milliseconds since the epoch. */
export type Bar = { from: number; to: number; total: number } & Record<LogLevel, number>

/** Every bar of the time, also those without entries, oldest first. */
export function barsOf({ from, to, step_s, bars }: LogCounts): Bar[] {
  const step = step_s * 1_000
  const known = new Map(bars.map(([start, ...counts]) => [start * 1_000, counts]))
  const first = Math.floor(Date.parse(from) / step) * step
  const count = Math.ceil((Date.parse(to) - first) / step)
  return Array.from({ length: count }, (_, nth) => {
    const start = first + nth * step
    const [debug = 0, info = 0, warn = 0, error = 0] = known.get(start) ?? []
    return {
      from: start,
      to: start + step,
      debug,
      info,
      warn,
      error,
      total: debug + info + warn + error,
    }
  })
}

export function totalsOf(bars: readonly Bar[]): Record<LogLevel | 'total', number> {
  const sums = { debug: 0, info: 0, warn: 0, error: 0, total: 0 }
  for (const bar of bars) {
    sums.total += bar.total
    for (const level of LOG_LEVELS) sums[level] += bar[level]
  }
  return sums
}

/** Which bar lies at this share (0 to 1) of the width. */
export function barAt(share: number, count: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor(share * count)))
}

/** From the one to the other, whichever is first. */
export function spanOf(
  bars: readonly Bar[],
  a: number,
  b: number,
): { from: number; to: number } | null {
  const [first, last] = [bars[Math.min(a, b)], bars[Math.max(a, b)]]
  return first && last ? { from: first.from, to: last.to } : null
}

/** Where the entries of a level begin and end in a bar, as shares of its height from below. */
export function stackOf(bar: Bar, level: LogLevel, most: number): { bottom: number; top: number } {
  // The worst at the bottom, where one sees it in every bar.
  const below = LOG_LEVELS.slice(LOG_LEVELS.indexOf(level) + 1)
  const bottom = below.reduce((sum, each) => sum + bar[each], 0)
  return { bottom: bottom / most, top: (bottom + bar[level]) / most }
}
