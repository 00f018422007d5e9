import { useDeferredValue, useMemo } from 'react'
import { AppError } from '@/lib/errors'
import { NoMatch } from '@/ui/no-match'
import { PageFailure } from '@/ui/page-failure'
import { PageHeader } from '@/ui/page-header'
import { SearchField } from '@/ui/search-field'
import { filterWatched, summaryOf, watchedOf } from '../overview-model'
import { useHealthOverview, useTypeNames } from '../overview-query'
import { useHealthFilters } from '../use-health-filters'
import { HealthPageEmpty } from './health-page-empty'
import { HealthPageFilters } from './health-page-filters'
import { HealthPageList } from './health-page-list'
import { HealthPageNotices } from './health-page-notices'
import { HealthPageSkeleton } from './health-page-skeleton'
import { HealthPageSummary } from './health-page-summary'

/** Everything at a glance, worst first. */
export default function HealthPage() {
  const overview = useHealthOverview()
  const { data: types = NO_TYPES } = useTypeNames()
  const { filters, search, change, clear } = useHealthFilters()
  const { data } = overview

  // What is typed or chosen is painted first; the rows follow.
  const wanted = useDeferredValue(filters)
  const all = useMemo(
    () => (data ? watchedOf(data, types, wanted.days) : null),
    [data, types, wanted.days],
  )
  const shown = useMemo(() => all && filterWatched(all, wanted), [all, wanted])
  const summary = useMemo(() => all && summaryOf(all, wanted.days), [all, wanted.days])
  const isEmpty = all?.length === 0

  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        title="Health"
        actions={
          !isEmpty && (
            <SearchField label="Search integrations" value={filters.q} onChange={search} />
          )
        }
      >
        <p className="min-h-5">
          {summary && !isEmpty && <HealthPageSummary summary={summary} days={wanted.days} />}
        </p>
      </PageHeader>
      <HealthPageNotices overview={overview} />
      {!isEmpty && <HealthPageFilters filters={filters} onChange={change} all={all} />}
      {!data && !overview.isError && !overview.isPaused && <HealthPageSkeleton />}
      {!data && (overview.isError || overview.isPaused) && (
        <PageFailure
          title="Health could not be loaded"
          error={overview.error ?? OFFLINE}
          isRetrying={overview.isFetching}
          onRetry={() => void overview.refetch()}
        />
      )}
      {isEmpty && <HealthPageEmpty />}
      {data && shown && shown.length > 0 && (
        <HealthPageList
          watched={shown}
          days={wanted.days}
          now={data.now}
          firstDay={data.first_day}
        />
      )}
      {!isEmpty && shown?.length === 0 && (
        <NoMatch onClear={clear}>None of your integrations is like that now.</NoMatch>
      )}
    </div>
  )
}

const NO_TYPES: never[] = []
const OFFLINE = new AppError(
  'offline',
  'You are offline. It is loaded when the connection is back.',
)
