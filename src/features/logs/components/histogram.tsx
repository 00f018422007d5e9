import type { LogCounts } from '@contract/log-search'
import { LOG_LEVELS } from '@contract/status'
import { useMemo } from 'react'
import { cx } from '@/ui/cx'
import { LEVEL_FACES } from '../faces'
import { type Bar, barsOf, spanOf, stackOf } from '../histogram-model'
import { dateOf, spanText } from '../times'
import { useBrush } from '../use-brush'

/** Units of the drawing: a bar with its gap, and the height of all. */
const STEP = 10
const GAP = 2
const HEIGHT = 100

type HistogramProps = {
  counts: LogCounts
  isStale: boolean
  onSpan: (span: { from: number; to: number }) => void
}

/** How many entries there were when, by level; a range of it can be drawn. */
export function Histogram({ counts, isStale, onSpan }: HistogramProps) {
  const bars = useMemo(() => barsOf(counts), [counts])
  const { brush, isDrawing, handlers } = useBrush(bars.length, ({ anchor, head }) => {
    const span = spanOf(bars, anchor, head)
    if (span) onSpan(span)
  })
  const span = brush && spanOf(bars, brush.anchor, brush.head)
  const [first, last] = brush
    ? [Math.min(brush.anchor, brush.head), Math.max(brush.anchor, brush.head)]
    : [0, -1]
  const drawn = bars.slice(first, last + 1).reduce((sum, { total }) => sum + total, 0)
  const told =
    span &&
    `${spanText(span.from, span.to)}: ${drawn.toLocaleString()} ${drawn === 1 ? 'entry' : 'entries'}`

  return (
    <div className={cx('flex flex-col gap-1 transition-opacity', isStale && 'opacity-60')}>
      <div
        {...handlers}
        role="slider"
        tabIndex={0}
        aria-label="Entries over time"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, bars.length - 1)}
        aria-valuenow={Math.min(brush?.head ?? bars.length - 1, bars.length - 1)}
        aria-valuetext={
          told
            ? told
            : 'Arrow keys go from bar to bar, with Shift they draw a range, Enter shows it'
        }
        className="relative h-20 cursor-crosshair touch-pan-y select-none rounded-xs"
      >
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          {span && (
            <rect
              x={first * STEP}
              width={(last - first + 1) * STEP}
              height={HEIGHT}
              className={isDrawing || last > first ? 'fill-copper-soft' : 'fill-sunken'}
            />
          )}
          {LOG_LEVELS.map((level) => (
            <path key={level} d={pathOf(bars, level)} className={LEVEL_FACES[level].fill} />
          ))}
        </svg>
      </div>
      <p
        aria-hidden="true"
        className="flex justify-between gap-3 border-line border-t pt-1 text-ink-3 text-xs"
      >
        <Axis bars={bars} told={told} />
      </p>
    </div>
  )
}

function Axis({ bars, told }: { bars: readonly Bar[]; told: string | null }) {
  const [first, last] = [bars[0], bars.at(-1)]
  if (!first || !last) return null
  const isShort = last.to - first.from < 3 * 86_400_000
  const mark = (at: number) => (isShort ? spanText(at, at + 300_000).split(' – ')[0] : dateOf(at))
  return (
    <>
      <span>{mark(first.from)}</span>
      <span className="text-ink-2">{told}</span>
      <span>{isShort ? mark(last.to) : dateOf(last.to - 1)}</span>
    </>
  )
}

/** One path a level. What is there at all is seen: a single error among thousands stays 3 units high. */
function pathOf(bars: readonly Bar[], level: (typeof LOG_LEVELS)[number]): string {
  const most = Math.max(1, ...bars.map(({ total }) => total))
  return bars
    .map((bar, nth) => {
      if (bar[level] === 0) return ''
      const { bottom, top } = stackOf(bar, level, most)
      const height = Math.max(3, (top - bottom) * HEIGHT)
      const y = Math.max(0, HEIGHT - bottom * HEIGHT - height)
      return `M${nth * STEP + GAP / 2} ${y.toFixed(1)}h${STEP - GAP}v${height.toFixed(1)}h${GAP - STEP}z`
    })
    .join('')
}
