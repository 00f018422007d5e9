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

/** How long it has been, in its largest two units: "3 d 4 h", "12 min". */
export function lastingOf(since: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000))
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return joined(hours, 'h', minutes % 60, 'min')
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
