import { Link, useSearchParams } from 'react-router-dom'
import { NO_FILTERS, writeFilters } from '../overview-filters'
import type { summaryOf } from '../overview-model'
import type { Window } from '../uptime'

type HealthPageSummaryProps = { summary: ReturnType<typeof summaryOf>; days: Window }

/** "2 of 60 failing · 3 unsteady · 99.93% of checks passed in 30 days", the first two leading there. */
export function HealthPageSummary({ summary, days }: HealthPageSummaryProps) {
  const { total, failing, unsteady, passed } = summary
  const [params] = useSearchParams()
  const only = (condition: 'failing' | 'unsteady') => ({
    search: `?${writeFilters(params, { ...NO_FILTERS, conditions: [condition] })}`,
  })
  return (
    <>
      {failing === 0 ? (
        <>None of {total.toLocaleString()} failing</>
      ) : (
        <Link to={only('failing')} className="rounded-xs font-semibold text-bad hover:underline">
          {failing.toLocaleString()} of {total.toLocaleString()} failing
        </Link>
      )}
      {unsteady > 0 && (
        <>
          {' · '}
          <Link
            to={only('unsteady')}
            className="rounded-xs font-semibold text-warn hover:underline"
          >
            {unsteady.toLocaleString()} unsteady
          </Link>
        </>
      )}
      {passed !== null && ` · ${passed} of checks passed in ${days} days`}
    </>
  )
}
