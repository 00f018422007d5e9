import type { LogCounts, LogEntry } from '@contract/log-search'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'react-router-dom'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { cx } from '@/ui/cx'
import { EmptyState } from '@/ui/empty-state'
import { NoMatch } from '@/ui/no-match'
import { PageFailure } from '@/ui/page-failure'
import { isNarrowed, type LogFilter } from '../filter'
import type { useLogPages } from '../queries'
import { Histogram } from './histogram'
import { LogList } from './log-list'
import { HistogramSkeleton, LogSkeleton } from './log-skeleton'
import { LogSummary } from './log-summary'

type LogBodyProps = {
  headingId: string
  filter: LogFilter
  pages: ReturnType<typeof useLogPages>
  tail: readonly LogEntry[]
  counts: UseQueryResult<LogCounts>
  names: ReadonlyMap<string, string> | null
  onChange: (change: Partial<LogFilter>) => void
  onClear: () => void
}

/** What the filter shows: when there was how much, then each entry. */
export function LogBody(props: LogBodyProps) {
  const { headingId, filter, pages, tail, counts, names, onChange, onClear } = props
  if (pages.isError && !pages.data) {
    return (
      <PageFailure
        title="The log could not be loaded"
        error={pages.error}
        isRetrying={pages.isFetching}
        onRetry={() => {
          void pages.refetch()
          void counts.refetch()
        }}
      />
    )
  }
  if (pages.isPending) {
    return (
      <div role="status" className="flex flex-col gap-4">
        <span className="sr-only">Loading the log…</span>
        <HistogramSkeleton />
        <LogSkeleton />
      </div>
    )
  }
  const isEmpty = tail.length === 0 && pages.data.pages[0]?.entries.length === 0
  if (isEmpty && !pages.isPlaceholderData) {
    return <NothingFound filter={filter} names={names} onChange={onChange} onClear={onClear} />
  }
  return (
    <>
      <LogSummary id={headingId} counts={counts.data} />
      {counts.data ? (
        <Histogram
          counts={counts.data}
          isStale={counts.isPlaceholderData}
          onSpan={(time) => onChange({ time })}
        />
      ) : counts.isError ? (
        <p className="flex items-center gap-3 text-ink-2 text-sm">
          The counts could not be loaded.
          <Button size="sm" onClick={() => counts.refetch()} isBusy={counts.isFetching}>
            Try again
          </Button>
        </p>
      ) : (
        <HistogramSkeleton />
      )}
      <div className={cx('transition-opacity', pages.isPlaceholderData && 'opacity-60')}>
        <LogList pages={pages} tail={tail} names={names} labelledBy={headingId} />
      </div>
    </>
  )
}

type NothingFoundProps = Pick<LogBodyProps, 'filter' | 'names' | 'onChange' | 'onClear'>

function NothingFound({ filter, names, onChange, onClear }: NothingFoundProps) {
  if (names?.size === 0 && !isNarrowed(filter)) {
    return (
      <EmptyState
        title="No log yet"
        action={
          <Link to="/integrations" className={buttonClass('primary')}>
            Connect something
          </Link>
        }
      >
        Tests, checks and changes of your integrations are told here as they happen.
      </EmptyState>
    )
  }
  if (isNarrowed(filter)) {
    return (
      <NoMatch onClear={onClear}>
        {filter.q.trim() === ''
          ? 'No entry of this time is like that.'
          : `No entry of this time has “${filter.q.trim()}”. All words must be in it, a -word must not, and “a phrase” as it stands.`}
      </NoMatch>
    )
  }
  return (
    <EmptyState
      title="Nothing happened in this time"
      action={
        <Button variant="primary" onClick={() => onChange({ time: { range: 'all' } })}>
          Show all there is
        </Button>
      }
    >
      No test, no check and no change was recorded.
    </EmptyState>
  )
}
