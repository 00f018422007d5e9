import { memo } from 'react'
import { VirtualGrid } from '@/ui/virtual-grid'
import type { Watched } from '../overview-model'
import { WINDOWS, type Window } from '../uptime'
import { useRowHeight } from '../use-health-layout'
import { FIGURE_CLASS, HealthPageRow, ROW_COLUMNS } from './health-page-row'

type HealthPageListProps = {
  watched: readonly Watched[]
  days: Window
  /** The database's clock, and the day of the first count. */
  now: string
  firstDay: string
}

const HEADING_ID = 'health-of-all'

export const HealthPageList = memo(function HealthPageList({
  watched,
  days,
  now,
  firstDay,
}: HealthPageListProps) {
  const rowHeight = useRowHeight()
  return (
    <section className="rounded-md border border-line bg-panel shadow-card">
      <h2 id={HEADING_ID} className="sr-only">
        Worst first
      </h2>
      {/* Each figure names itself to a screen reader. */}
      <div
        aria-hidden="true"
        className={`${ROW_COLUMNS} sticky top-0 z-10 h-9 items-center rounded-t-md border-line border-b bg-panel text-ink-3 text-xs max-md:hidden md:grid`}
      >
        <span>Integration</span>
        <span>{days} days</span>
        {WINDOWS.map((each) => (
          <span key={each} className={FIGURE_CLASS[each === days ? 'chosen' : 'other']}>
            {each} d
          </span>
        ))}
        <span className="text-right max-lg:hidden">p95</span>
        <span className="text-right">Checked</span>
      </div>
      <VirtualGrid
        columns={1}
        labelledBy={HEADING_ID}
        items={watched}
        keyOf={({ row }) => row.id}
        itemHeight={rowHeight}
        gap={0}
        renderItem={(item) => (
          <HealthPageRow watched={item} days={days} now={now} firstDay={firstDay} />
        )}
      />
    </section>
  )
})
