import { cx } from './cx'

export type StripBar = {
  /** `none`: a place without a check. */
  tone: 'ok' | 'slow' | 'bad' | 'none'
  /** How tall it stands; whole milliseconds, null where there is no time. */
  ms: number | null
}

const TONES: readonly StripBar['tone'][] = ['none', 'ok', 'slow', 'bad']
const FILLS: Record<StripBar['tone'], string> = {
  none: 'fill-line',
  ok: 'fill-[color-mix(in_oklab,var(--ok)_55%,var(--panel))]',
  slow: 'fill-[color-mix(in_oklab,var(--warn)_70%,var(--panel))]',
  bad: 'fill-bad',
}

const PLACES = 30
const HEIGHT = 22
const BAR = 8
const STEP = 11
const LOWEST = 6
const TALLEST_OK = 14
const SLOW = 18

type CheckStripProps = {
  /** Oldest first. The last 30 are drawn, at the right. */
  bars: readonly StripBar[]
  /** The strip in one sentence: "Last 30 checks: 28 passed, 2 failed, the last 4 min ago." */
  summary: string
  className?: string
}

/**
 * The last checks at a glance: colour is the verdict, height is time. Slow and failed ones stand
 * above the rest at heights of their own, so that one of them does not flatten all others.
 */
export function CheckStrip({ bars, summary, className }: CheckStripProps) {
  const shown = bars.slice(-PLACES)
  const slowest = Math.max(1, ...shown.map(({ tone, ms }) => (tone === 'ok' ? (ms ?? 0) : 0)))
  const first = PLACES - shown.length

  /** One path per tone, not one element per bar: a grid shows a hundred strips. */
  function pathOf(tone: StripBar['tone']): string {
    return shown
      .map((bar, index) =>
        bar.tone === tone ? barPath((first + index) * STEP, heightOf(bar, slowest)) : '',
      )
      .join('')
  }

  return (
    <svg
      role="img"
      aria-label={summary}
      viewBox={`0 0 ${PLACES * STEP - (STEP - BAR)} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cx('block h-[22px] w-full', className)}
    >
      {TONES.map((tone) => (
        <path key={tone} d={pathOf(tone)} className={FILLS[tone]} />
      ))}
    </svg>
  )
}

function heightOf(bar: StripBar, slowest: number): number {
  if (bar.tone === 'bad') return HEIGHT
  if (bar.tone === 'slow') return SLOW
  if (bar.tone === 'none' || bar.ms === null) return LOWEST
  return Math.round(LOWEST + (TALLEST_OK - LOWEST) * (bar.ms / slowest))
}

function barPath(x: number, height: number): string {
  return `M${x} ${HEIGHT}v${2 - height}q0-2 2-2h${BAR - 4}q2 0 2 2v${height - 2}z`
}
