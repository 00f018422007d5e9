import type { RecentChecks } from '@contract/rows'

type Checks = RecentChecks[string]
/** `none`: a check that Patchbay could not make, which says nothing of the server. */
type Bar = { tone: 'ok' | 'slow' | 'bad' | 'none'; ms: number | null }
/** A row of bars, oldest first, and the same in a sentence. */
export type Strip = { bars: Bar[]; summary: string }

/** As many checks as a strip shows, and as `recent_checks()` answers with. */
const STRIP_LENGTH = 30

/** Slow: twice what is usual for this one, and long enough for a person to feel it. */
const SLOW_FACTOR = 2
const SLOW_FROM_MS = 300

/** Takes what `recent_checks()` answers. Returns each integration's strip, by its id. */
export function stripsOf(checks: RecentChecks): Record<string, Strip> {
  return Object.fromEntries(Object.entries(checks).map(([id, own]) => [id, stripOf(own)]))
}

/** Takes one integration's checks, oldest first. Returns the strip that its card shows. */
export function stripOf(all: Checks): Strip {
  const checks = all.slice(-STRIP_LENGTH)
  const slowFrom = Math.max(SLOW_FROM_MS, SLOW_FACTOR * medianTime(checks))
  const bars = checks.map(([ms, outcome]): Bar => {
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

function summaryOf(bars: readonly Bar[]): string {
  const count = (...tones: Bar['tone'][]) => bars.filter(({ tone }) => tones.includes(tone)).length
  const parts = [
    `${count('ok', 'slow')} passed`,
    count('slow') > 0 && `${count('slow')} of them slow`,
    count('bad') > 0 && `${count('bad')} failed`,
    count('none') > 0 && `Patchbay could not make ${count('none')}`,
  ]
  const checks = bars.length === 1 ? 'Last check' : `Last ${bars.length} checks`
  return `${checks}: ${parts.filter(Boolean).join(', ')}.`
}
