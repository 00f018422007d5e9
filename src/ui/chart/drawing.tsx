import { type ChartLine, type ChartPoint, middle } from './chart-point'
import { linePath } from './line-path'

/** The plot, in units of its own: it is stretched to the room there is. */
const WIDTH = 1_000
const HEIGHT = 100

type Axis = { from: number; to: number; points: readonly ChartPoint[] }
type LinesProps = Axis & { lines: readonly ChartLine[]; maxGap: number; top: number }

/** The lines, one over the other. `top`: the value at the upper edge. */
export function Lines({ from, to, points, lines, maxGap, top }: LinesProps) {
  const perMs = WIDTH / (to - from)
  const yOf = (value: number | null | undefined) =>
    value == null ? null : HEIGHT * (1 - value / top)
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="absolute inset-0 size-full overflow-visible"
    >
      {lines.toReversed().map((line) => {
        const index = lines.indexOf(line)
        const path = linePath(
          points.map((point) => ({
            x: (middle(point) - from) * perMs,
            y: yOf(point.values[index]),
          })),
          maxGap * perMs,
        )
        return (
          <g key={line.stroke} className={line.stroke}>
            <path d={path.lines} strokeWidth="1.75" vectorEffect="non-scaling-stroke" />
            <path d={path.dots} strokeWidth="5" vectorEffect="non-scaling-stroke" />
          </g>
        )
      })}
    </svg>
  )
}

const MARK_HEIGHT = 12

/** Bars that hang from the axis, as long as what is marked is much; a foot shows that there is any. */
export function Marks({ from, to, points }: Axis) {
  const perMs = WIDTH / (to - from)
  const bars = points
    .filter(({ marked }) => marked > 0)
    .map((point) => {
      const height = 4 + (MARK_HEIGHT - 4) * point.marked
      const width = Math.max(3, (point.to - point.from) * perMs - 1)
      return `M${Math.max(0, (point.from - from) * perMs)} 0h${width}v${height}h${-width}z`
    })
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${MARK_HEIGHT}`}
      preserveAspectRatio="none"
      className="mt-px block h-3 w-full bg-sunken"
    >
      <path d={bars.join('')} className="fill-bad" />
    </svg>
  )
}
