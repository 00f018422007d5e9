import { Button } from '@/ui/button'
import { LoadFailure } from '@/ui/load-failure'
import { Skeleton } from '@/ui/skeleton'
import { useIncidents } from '../history-queries'
import { IncidentList, NoIncidents } from './incident-list'

/** All its incidents, a page at a time. */
export function IncidentsTab({ id }: { id: string }) {
  const incidents = useIncidents(id)
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
