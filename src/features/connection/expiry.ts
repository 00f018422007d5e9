const DAY_MIN = 24 * 60
const WORDS = new Intl.RelativeTimeFormat('en')

/**
 * When a stored secret ends (ISO 8601), or that it has, `now` being in ms since the epoch.
 * `remedy`: what one does once it has ended.
 */
export function expiryWords(expiresAt: string, now: number, remedy = 'enter a new one'): string {
  const minutes = (Date.parse(expiresAt) - now) / 60_000
  return minutes > 0 ? `Expires ${fromNow(minutes)}.` : `Expired ${fromNow(minutes)}: ${remedy}.`
}

function fromNow(minutes: number): string {
  if (Math.abs(minutes) >= DAY_MIN) return WORDS.format(Math.trunc(minutes / DAY_MIN), 'day')
  if (Math.abs(minutes) >= 60) return WORDS.format(Math.trunc(minutes / 60), 'hour')
  return WORDS.format(Math.trunc(minutes), 'minute')
}
