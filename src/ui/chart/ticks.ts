const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const STEPS = [1, 2, 2.5, 5, 10]

/** Round values from 0 to the first that is not below `max`, at most five of them. */
export function valueTicks(max: number): number[] {
  const rough = Math.max(max, 1) / 4
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = (STEPS.find((each) => each * magnitude >= rough) ?? 10) * magnitude
  const count = Math.max(1, Math.ceil(max / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

/**
 * Moments between `from` and `to` (ms since the epoch) at which a clock on the wall shows something
 * round: whole hours, or midnights.
 */
export function timeTicks(from: number, to: number): number[] {
  const span = to - from
  if (span <= 2 * DAY) return steps(from, to, (date) => date.setHours(hourAfter(date, 4), 0, 0, 0))
  const days = Math.max(1, Math.round(span / DAY / 7))
  const midnight = new Date(to)
  midnight.setHours(0, 0, 0, 0)
  const ticks: number[] = []
  for (const date = midnight; date.getTime() > from; date.setDate(date.getDate() - days)) {
    ticks.unshift(date.getTime())
  }
  return ticks
}

/** The next hour that `every` divides; 24 and more is the day after. */
function hourAfter(date: Date, every: number): number {
  return (Math.floor(date.getHours() / every) + 1) * every
}

function steps(from: number, to: number, advance: (date: Date) => void): number[] {
  const ticks: number[] = []
  const date = new Date(from)
  for (advance(date); date.getTime() < to; advance(date)) ticks.push(date.getTime())
  return ticks
}

/** A tick in the words of the browser's language and time zone. `spanMs`: of the whole axis. */
export function timeTickWords(at: number, spanMs: number): string {
  const date = new Date(at)
  if (spanMs > 8 * DAY)
    return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
  if (spanMs > 2 * DAY) {
    return date.toLocaleDateString(undefined, { weekday: 'short', day: 'numeric' })
  }
  return date.toLocaleTimeString(undefined, { timeStyle: 'short' })
}
