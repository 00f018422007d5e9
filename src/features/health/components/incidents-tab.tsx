import { Button } from '@/ui/button'
import { LoadFailure } from '@/ui/load-failure'
import { Skeleton } from '@/ui/skeleton'
import { useIncidents } from '../history-queries'
import { IncidentList } from './incident-list'

const PAGE = 25

/** All its incidents, a page at a time. */
export function IncidentsTab({ id }: { id: string }) {
  const incidents = useIncidents(id, PAGE)
  if (incidents.isPending) return <Skeleton className="h-48" />
  if (!incidents.data) return <LoadFailure query={incidents} what="The incidents" />
  const rows = incidents.data.pages.flat()
  if (rows.length === 0) return <NoIncidents />
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="w-full max-w-3xl">
        <IncidentList incidents={rows} />
      </div>
      {incidents.hasNextPage && (
        <Button onClick={() => incidents.fetchNextPage()} isBusy={incidents.isFetchingNextPage}>
          Show older
        </Button>
      )}
    </div>
  )
}

export function NoIncidents() {
  return (
    <p className="text-ink-2">
      No incidents. One begins when checks in a row have failed, and ends when one passes.
    </p>
  )
}
