import { Link, useLocation } from 'react-router-dom'
import { LoadFailure } from '@/ui/load-failure'
import { Skeleton } from '@/ui/skeleton'
import { useLastIncidents } from '../history-queries'
import { IncidentList, NoIncidents } from './incident-list'

const SHOWN = 3

/** The newest incidents, and the way to all. */
export default function LastIncidents({ id }: { id: string }) {
  const incidents = useLastIncidents(id, SHOWN)
  const { search } = useLocation()
  const all = new URLSearchParams(search)
  all.set('tab', 'incidents')
  const rows = incidents.data
  return (
    <section aria-labelledby="last-incidents">
      <h2 id="last-incidents" className="flex items-baseline gap-3 font-semibold text-sm">
        Last incidents
        {rows && rows.length === SHOWN && (
          <Link
            to={{ search: `?${all}` }}
            replace
            className="rounded-xs font-normal text-ink-2 underline underline-offset-2 hover:text-ink"
          >
            All
          </Link>
        )}
      </h2>
      {incidents.isPending && <Skeleton className="mt-3 h-16" />}
      {!incidents.data && incidents.isError && (
        <LoadFailure query={incidents} what="The incidents" />
      )}
      {rows &&
        (rows.length > 0 ? (
          <IncidentList incidents={rows} />
        ) : (
          <div className="pt-2">
            <NoIncidents />
          </div>
        ))}
    </section>
  )
}
