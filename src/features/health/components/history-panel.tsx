import type { HealthRange, IntegrationHealth } from '@contract/health'
import { LoadFailure } from '@/ui/load-failure'
import { SegmentedControl } from '@/ui/segmented-control'
import { Skeleton } from '@/ui/skeleton'
import { useChoiceParam } from '@/ui/use-choice-param'
import { useIntegrationHealth } from '../history-queries'
import { countWords, RANGE_WORDS, RANGES, uptimeWords } from '../history-view'
import { HistoryChart } from './history-chart'
import { NextCheck } from './next-check'

type HistoryPanelProps = { id: string; isWatched: boolean; intervalS: number }

/** How much of it worked, how quick it was, and when it is looked at next. */
export default function HistoryPanel({ id, isWatched, intervalS }: HistoryPanelProps) {
  const [range, pick] = useChoiceParam('range', RANGES, '24h')
  const health = useIntegrationHealth(id, range)
  return (
    <section aria-labelledby="history" className="flex flex-col gap-4">
      <h2 id="history" className="sr-only">
        Health over time
      </h2>
      {!health.data && health.isError ? (
        <LoadFailure query={health} what="Its health over time" />
      ) : (
        <>
          <Uptime health={health.data} />
          <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
            <div>
              <h3 className="font-semibold text-sm">Response time</h3>
              <p className="min-h-5 text-ink-2 text-sm">
                {health.data && (
                  <NextCheck
                    isWatched={isWatched}
                    intervalS={intervalS}
                    dueAt={dueAtOf(health.data, health.dataUpdatedAt)}
                  />
                )}
              </p>
            </div>
            <SegmentedControl
              label="Range of the chart"
              isLabelHidden
              value={range}
              onValueChange={pick}
              options={RANGES.map((value) => ({ value, label: RANGE_WORDS[value].short }))}
            />
          </div>
          {health.data ? (
            <HistoryChart
              key={health.data.step_s}
              health={health.data}
              range={rangeOf(health.data)}
              intervalS={intervalS}
            />
          ) : (
            <Skeleton className="h-80" />
          )}
        </>
      )}
    </section>
  )
}

function Uptime({ health }: { health: IntegrationHealth | undefined }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-4">
      {RANGES.map((range) => (
        <div key={range} className="flex flex-col gap-0.5 bg-panel px-4 py-3">
          <dt className="text-ink-2 text-sm">{RANGE_WORDS[range].long}</dt>
          <dd className="flex min-h-12 flex-col">
            {health ? (
              <>
                <span className="font-semibold text-xl tracking-tight">
                  {uptimeWords(health.uptime[range]) ?? '–'}
                </span>
                <span className="text-ink-3 text-xs">{countWords(health.uptime[range])}</span>
              </>
            ) : (
              <Skeleton className="my-1 h-8 w-20" />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** In ms of the browser's clock, which may not be the database's. `readAt`: when it was answered. */
function dueAtOf({ due_at, now }: IntegrationHealth, readAt: number): number | null {
  return due_at === null ? null : readAt + Date.parse(due_at) - Date.parse(now)
}

const STEPS: Record<number, HealthRange> = { 900: '24h', 3600: '7d', 21600: '30d', 86400: '90d' }

/** Which range an answer is of, by its step: while another comes, the last one is shown. */
function rangeOf({ step_s }: IntegrationHealth): HealthRange {
  return STEPS[step_s] ?? '24h'
}
