const DAY = 86_400_000

const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
})
const DATE = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
const MINUTE = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const SECOND = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

export const dateOf = (at: number | string) => DATE.format(new Date(at))
export const timeOf = (at: string) => TIME.format(new Date(at))

/** "Mar 3, 14:00 – Mar 3, 16:00", as exact as the span is short. Milliseconds since the epoch. */
export function spanText(from: number, to: number): string {
  const format = to - from < 5 * 60_000 ? SECOND : to - from < 3 * DAY ? MINUTE : null
  if (format) return format.formatRange(from, to)
  return DATE.formatRange(from, to - 1)
}

export const fullTime = (at: string) =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' })
