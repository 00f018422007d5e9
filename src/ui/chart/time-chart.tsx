import type { PointerEvent } from 'react'
import { cx } from '../cx'
import { type ChartLine, type ChartPoint, middle } from './chart-point'
import { Lines, Marks } from './drawing'
import { timeTicks, timeTickWords, valueTicks } from './ticks'

type TimeChartProps = {
  /** What a slider through its points is called. */
  label: string
  /** Of the whole axis, ms since the epoch. */
  from: number
  to: number
  points: readonly ChartPoint[]
  lines: readonly ChartLine[]
  /** ms: points further apart are not joined. */
  maxGap: number
  wordsOfValue: (value: number) => string
  /** A point in a sentence, for who does not see it. */
  wordsOf: (point: ChartPoint) => string
  /** The point that is read out. */
  active: ChartPoint | null
  onActiveChange: (point: ChartPoint | null) => void
}

/**
 * Lines over time, and marks below them. Pointed at, touched, or stepped through with the arrow
 * keys, it tells which point is meant; what that says stands wherever its owner puts it.
 */
export function TimeChart(props: TimeChartProps) {
  const { from, to, points, active, onActiveChange } = props
  const ticks = valueTicks(Math.max(0, ...points.flatMap(({ values }) => values.map(Number))))
  const top = ticks.at(-1) ?? 1
  const shareOf = (at: number) => (at - from) / (to - from)

  function pointAt(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const at = from + ((event.clientX - left) / width) * (to - from)
    onActiveChange(nearest(points, at))
  }

  /** A finger that is lifted leaves what it pointed at to be read. */
  function leave(event: PointerEvent) {
    if (event.pointerType === 'mouse') onActiveChange(null)
  }

  return (
    <div className="@container select-none pl-14">
      <div
        className="relative h-48 touch-pan-y rounded-xs has-focus-visible:outline-2 has-focus-visible:outline-copper"
        onPointerMove={pointAt}
        onPointerDown={pointAt}
        onPointerLeave={leave}
      >
        {ticks.map((value) => (
          <div
            key={value}
            className="absolute inset-x-0 border-line border-t"
            style={{ top: `${100 - (value / top) * 100}%` }}
          >
            <span className="absolute right-full mr-2 -translate-y-1/2 whitespace-nowrap text-ink-3 text-xs">
              {props.wordsOfValue(value)}
            </span>
          </div>
        ))}
        <Lines {...props} top={top} />
        {active && <Cursor {...props} at={shareOf(middle(active))} point={active} top={top} />}
        <Slider {...props} />
      </div>
      <Marks {...props} />
      <div className="relative mt-1 h-5 text-ink-3 text-xs" aria-hidden="true">
        {timeTicks(from, to).map((at, index) => (
          <span
            key={at}
            className={cx(
              'absolute -translate-x-1/2 whitespace-nowrap',
              index % 2 === 1 && 'hidden @md:block',
            )}
            // Its middle, but for what would be cut at an edge.
            style={{ left: `clamp(1.5rem, ${shareOf(at) * 100}%, 100% - 1.5rem)` }}
          >
            {timeTickWords(at, to - from)}
          </span>
        ))}
      </div>
    </div>
  )
}

type Scaled = TimeChartProps & { top: number }

function Cursor({ lines, point, at, top }: Scaled & { point: ChartPoint; at: number }) {
  const left = `${at * 100}%`
  return (
    <>
      <div className="absolute inset-y-0 w-px bg-line-strong" style={{ left }} />
      {lines.map(({ dot }, index) => {
        const value = point.values[index] ?? null
        if (value === null) return null
        return (
          <div
            key={dot}
            className={cx('absolute size-2 -translate-1/2 rounded-full ring-2 ring-panel', dot)}
            style={{ left, top: `${100 - (value / top) * 100}%` }}
          />
        )
      })}
    </>
  )
}

/** The browser's own slider, unseen over the plot: its keys and its voice without a script. */
function Slider({ label, points, active, onActiveChange, wordsOf }: TimeChartProps) {
  const last = points.length - 1
  const index = active ? points.indexOf(active) : last
  const shown = points[index]
  if (!shown) return null
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={wordsOf(shown)}
      min={0}
      max={last}
      value={index}
      onFocus={() => onActiveChange(shown)}
      onBlur={() => onActiveChange(null)}
      onChange={(event) => onActiveChange(points[Number(event.target.value)] ?? null)}
      className="pointer-events-none absolute inset-0 size-full opacity-0"
    />
  )
}

function nearest(points: readonly ChartPoint[], at: number): ChartPoint | null {
  const distance = (point: ChartPoint) => Math.abs(middle(point) - at)
  return points.reduce<ChartPoint | null>(
    (best, point) => (best && distance(best) <= distance(point) ? best : point),
    null,
  )
}
