import type { RecentChecks } from '@contract/rows'
import type { StripBar } from '@/ui/check-strip'

type Checks = RecentChecks[string]
export type Strip = { bars: StripBar[]; summary: string }

/** Slow: twice what is usual for this one, and long enough for a person to feel it. */
const SLOW_FACTOR = 2
const SLOW_FROM_MS = 300

/** Each integration's strip, from all their newest checks. */
export function stripsOf(checks: RecentChecks): Record<string, Strip> {
  return Object.fromEntries(Object.entries(checks).map(([id, own]) => [id, stripOf(own)]))
}

function stripOf(checks: Checks): Strip {
  const slowFrom = Math.max(SLOW_FROM_MS, SLOW_FACTOR * medianTime(checks))
  const bars = checks.map(([ms, outcome]): StripBar => {
    if (outcome === 'unmade') return { tone: 'none', ms: null }
    if (outcome === 'failed') return { tone: 'bad', ms }
    return { tone: ms !== null && ms > slowFrom ? 'slow' : 'ok', ms }
  })
  return { bars, summary: summaryOf(bars) }
}

function medianTime(checks: Checks): number {
  const times = checks
    .flatMap(([ms, outcome]) => (outcome === 'passed' && ms !== null ? [ms] : []))
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
