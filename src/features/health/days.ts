const DAY_MS = 86_400_000
const DAY = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})

/** The name of a day, so many after `firstDay` (YYYY-MM-DD, of UTC as all of them). */
export function dayName(firstDay: string, index: number): string {
  return DAY.format(Date.parse(firstDay) + index * DAY_MS)
}

/** "84 ms", and seconds where milliseconds say no more. */
export function durationOf(ms: number): string {
  return ms < 10_000 ? `${ms.toLocaleString('en')} ms` : `${Math.round(ms / 1_000)} s`
}

/** How long it has been, in its largest unit: "3 d", "12 min". */
export function lastingOf(since: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000))
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return `${minutes} min`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`
  return `${Math.floor(minutes / (24 * 60))} d`
}
