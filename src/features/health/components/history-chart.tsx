import type { HealthRange, IntegrationHealth } from '@contract/health'
import { type ReactNode, useMemo, useState } from 'react'
import type { ChartLine, ChartPoint } from '@/ui/chart/chart-point'
import { TimeChart } from '@/ui/chart/time-chart'
import { Disclosure } from '@/ui/disclosure'
import {
  countWords,
  type HistoryPoint,
  historyOf,
  historyWords,
  periodWords,
  pointWords,
  timeWords,
} from '../history-view'
import { HistoryTable } from './history-table'

const P50: ChartLine = { stroke: 'stroke-ink', dot: 'bg-ink' }
const P95: ChartLine = { stroke: 'stroke-idle', dot: 'bg-idle' }

type HistoryChartProps = { health: IntegrationHealth; range: HealthRange; intervalS: number }

/** Response times as lines, failures as marks, and whatever point is asked for in numbers. */
export function HistoryChart({ health, range, intervalS }: HistoryChartProps) {
  const history = useMemo(() => historyOf(health, range, intervalS), [health, range, intervalS])
  const points = useMemo(
    () => history.points.map((point) => ({ ...point, ...drawn(point) })),
    [history],
  )
  // By its time: a poll brings new points.
  const [activeAt, setActiveAt] = useState<number | null>(null)
  const active = points.find(({ from }) => from === activeAt) ?? null

  if (points.length === 0) {
    return (
      <p className="flex h-80 items-center justify-center rounded-md bg-sunken px-6 text-center text-ink-2">
        {historyWords(history, range)}
      </p>
    )
  }
  return (
    <figure className="flex flex-col gap-3">
      <Legend point={active} />
      <TimeChart
        label="Response time, point by point"
        from={history.from}
        to={history.to}
        points={points}
        lines={[P50, P95]}
        maxGap={history.maxGap}
        wordsOfValue={timeWords}
        wordsOf={({ from }) => {
          const point = points.find((each) => each.from === from)
          return point ? pointWords(point) : ''
        }}
        active={active}
        onActiveChange={(point) => setActiveAt(point?.from ?? null)}
      />
      <figcaption className="flex flex-col gap-1 text-ink-3 text-xs">
        <span className="sr-only">{historyWords(history, range)}</span>
        <span>Of checks that passed. Times are in {zone()}.</span>
        <Disclosure title="As a table" className="text-sm">
          <HistoryTable points={history.points} />
        </Disclosure>
      </figcaption>
    </figure>
  )
}

function drawn({
  p50,
  p95,
  checks,
  failures,
}: HistoryPoint): Pick<ChartPoint, 'values' | 'marked'> {
  return { values: [p50, p95], marked: checks === 0 ? 0 : failures / checks }
}

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** What the lines are; over a point, what it says. */
function Legend({ point }: { point: HistoryPoint | null }) {
  const time = (ms: number | null) => (ms === null ? '–' : timeWords(ms))
  return (
    <p className="flex min-h-10 flex-wrap content-start items-center gap-x-4 text-ink-2 text-sm sm:min-h-5">
      <Entry swatch="h-0.5 bg-ink">
        p50 {point && <strong className="font-medium text-ink">{time(point.p50)}</strong>}
      </Entry>
      <Entry swatch="h-0.5 bg-idle">
        p95 {point && <strong className="font-medium text-ink">{time(point.p95)}</strong>}
      </Entry>
      {point ? (
        <>
          <span className={point.failures > 0 ? 'text-bad' : undefined}>{countWords(point)}</span>
          <span className="whitespace-nowrap text-ink-3">{periodWords(point)}</span>
        </>
      ) : (
        <Entry swatch="h-2.5 bg-bad max-w-1">failed checks</Entry>
      )}
    </p>
  )
}

function Entry({ swatch, children }: { swatch: string; children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden="true" className={`w-4 ${swatch}`} />
      <span>{children}</span>
    </span>
  )
}
