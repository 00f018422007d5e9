import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { cx } from './cx'

/** `share`: how much of it went wrong, 0 to 1; null where there was nothing. */
export type ShareBar = { share: number | null }

type ShareTone = 'none' | 'ok' | 'some' | 'bad'
const TONES: readonly ShareTone[] = ['none', 'ok', 'some', 'bad']
const FILLS: Record<ShareTone, string> = {
  none: 'fill-line-strong',
  ok: 'fill-[color-mix(in_oklab,var(--ok)_55%,var(--panel))]',
  some: 'fill-[color-mix(in_oklab,var(--warn)_80%,var(--panel))]',
  bad: 'fill-bad',
}

const HEIGHT = 24
const NONE_HEIGHT = 3
const OK_HEIGHT = 12
const LEAST_WRONG_HEIGHT = 15
/** From this share on it is red: less is a hiccup. */
const BAD_FROM = 0.05

type ShareBarsProps = {
  bars: readonly ShareBar[]
  /** What is drawn: "GitHub, day by day". */
  label: string
  /** One bar in words: its name, and what it says. */
  tell: (index: number) => { name: string; text: string }
  className?: string
}

/**
 * A row of bars of which colour and height both say how much went wrong. One bar at a time tells its
 * numbers: under the pointer, tapped, or reached by the arrow keys.
 */
export function ShareBars({ bars, label, tell, className }: ShareBarsProps) {
  const [at, setAt] = useState<number | null>(null)
  const told = at !== null && at < bars.length ? tell(at) : null
  const last = bars.length - 1

  function follow({ clientX, currentTarget }: PointerEvent<HTMLElement>) {
    const { left, width } = currentTarget.getBoundingClientRect()
    const index = Math.floor(((clientX - left) / width) * bars.length)
    setAt(Math.max(0, Math.min(last, index)))
  }

  function step(event: KeyboardEvent) {
    const from = at ?? last
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key]
    if (event.key === 'Escape') setAt(null)
    if (to === undefined) return
    event.preventDefault()
    setAt(Math.max(0, Math.min(last, to)))
  }

  const words = tell(at ?? last)
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-readonly="true"
      aria-valuemin={1}
      aria-valuemax={bars.length}
      aria-valuenow={(at ?? last) + 1}
      aria-valuetext={`${words.name}: ${words.text}`}
      onKeyDown={step}
      onFocus={() => setAt((now) => now ?? last)}
      onBlur={() => setAt(null)}
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={({ pointerType, currentTarget }) => {
        // A finger that is lifted leaves too: what it tapped stays until something else is.
        if (pointerType !== 'touch' && !currentTarget.matches(':focus')) setAt(null)
      }}
      className={cx('relative touch-pan-y rounded-xs', className)}
    >
      <Strip bars={bars} />
      {told !== null && at !== null && (
        <>
          <span
            aria-hidden="true"
            style={{ left: `${(at / bars.length) * 100}%`, width: `${100 / bars.length}%` }}
            className="pointer-events-none absolute inset-y-0 bg-ink/15"
          />
          <span
            aria-hidden="true"
            style={{
              left: `${((at + 0.5) / bars.length) * 100}%`,
              translate: `${((at + 0.5) / bars.length) * -100}% 0`,
            }}
            className="pointer-events-none absolute bottom-full z-10 mb-1.5 w-max max-w-full rounded-sm bg-ink px-2 py-1 text-panel text-xs shadow-pop"
          >
            <strong className="font-semibold">{told.name}</strong> {told.text}
          </span>
        </>
      )}
    </div>
  )
}

/** One path per tone, not one element per bar: a page shows thousands. */
function Strip({ bars }: { bars: readonly ShareBar[] }) {
  const step = stepOf(bars.length)
  const paths = pathsOf(bars, step)
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${bars.length * step - 1} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-6 w-full"
    >
      {TONES.map((tone) => (
        <path key={tone} d={paths[tone]} className={FILLS[tone]} />
      ))}
    </svg>
  )
}

/** A gap of 1 to so much: fewer bars are wider, and need no wider gaps. */
function stepOf(count: number): number {
  if (count > 60) return 4
  return count > 20 ? 8 : 24
}

function pathsOf(bars: readonly ShareBar[], step: number): Record<ShareTone, string> {
  const paths = { none: '', ok: '', some: '', bad: '' }
  bars.forEach(({ share }, index) => {
    const height = heightOf(share)
    paths[toneOf(share)] += `M${index * step} ${HEIGHT}v-${height}h${step - 1}v${height}z`
  })
  return paths
}

function toneOf(share: number | null): ShareTone {
  if (share === null) return 'none'
  if (share === 0) return 'ok'
  return share < BAD_FROM ? 'some' : 'bad'
}

function heightOf(share: number | null): number {
  if (share === null) return NONE_HEIGHT
  if (share === 0) return OK_HEIGHT
  // The root, so that one failure in a day of checks is already seen.
  return Math.round(LEAST_WRONG_HEIGHT + (HEIGHT - LEAST_WRONG_HEIGHT) * Math.sqrt(share))
}
