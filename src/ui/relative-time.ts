const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * How long before `now` (ms since the epoch) `date` (ISO 8601) was, in a card's few characters. A
 * moment in the future (two clocks that differ) is "just now"; after a week the date itself.
 */
export function timeAgo(date: string, now: number): string {
  const elapsed = now - Date.parse(date)
  if (elapsed < 45_000) return 'just now'
  if (elapsed < HOUR) return `${Math.max(1, Math.floor(elapsed / MINUTE))} min ago`
  if (elapsed < DAY) return `${Math.floor(elapsed / HOUR)} h ago`
  if (elapsed < 7 * DAY) return `${Math.floor(elapsed / DAY)} d ago`
  return new Date(date).toLocaleDateString(undefined, { dateStyle: 'medium' })
}
