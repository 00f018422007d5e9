import type { RecentCheckRow } from '@contract/rows'
import type { StripBar } from '@/ui/check-strip'

export type Strip = { bars: StripBar[]; summary: string }

/** Slow: twice what is usual for this one, and long enough for a person to feel it. */
const SLOW_FACTOR = 2
const SLOW_FROM_MS = 300

/** Each integration's strip, from all their newest checks. */
export function stripsOf(checks: readonly RecentCheckRow[]): Record<string, Strip> {
  const groups = new Map<string, RecentCheckRow[]>()
  for (const check of checks) {
    const group = groups.get(check.user_integration_id)
    if (group) group.push(check)
    else groups.set(check.user_integration_id, [check])
  }
  return Object.fromEntries([...groups].map(([id, own]) => [id, stripOf(own)]))
}

function stripOf(checks: readonly RecentCheckRow[]): Strip {
  const oldestFirst = checks.toSorted((a, b) => Date.parse(a.checked_at) - Date.parse(b.checked_at))
  const slowFrom = Math.max(SLOW_FROM_MS, SLOW_FACTOR * medianTime(checks))
  const bars = oldestFirst.map((check): StripBar => {
    const ms = check.response_time_ms
    if (check.source === 'client') return { tone: 'none', ms: null }
    if (!check.success) return { tone: 'bad', ms }
    return { tone: ms !== null && ms > slowFrom ? 'slow' : 'ok', ms }
  })
  return { bars, summary: summaryOf(bars) }
}

function medianTime(checks: readonly RecentCheckRow[]): number {
  const times = checks
    .flatMap(({ success, response_time_ms: ms }) => (success && ms !== null ? [ms] : []))
    .sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? 0
}

function summaryOf(bars: readonly StripBar[]): string {
  const count = (...tones: StripBar['tone'][]) =>
    bars.filter(({ tone }) => tones.includes(tone)).length
  const parts = [
    `${count('ok', 'slow')} passed`,
    count('slow') > 0 && `${count('slow')} of them slow`,
    count('bad') > 0 && `${count('bad')} failed`,
    count('none') > 0 && `Patchbay could not make ${count('none')}`,
  ]
  const checks = bars.length === 1 ? 'Last check' : `Last ${bars.length} checks`
  return `${checks}: ${parts.filter(Boolean).join(', ')}.`
}
