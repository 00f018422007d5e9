import type { IntegrationCardRow } from '@contract/rows'
import { Link } from 'react-router-dom'
import { RefreshNote } from '@/ui/refresh-note'
import { NO_FILTERS, writeFilters } from '../filters'
import { NEEDS_YOU, summaryOf } from '../model'

type GridSummaryProps = {
  rows: readonly IntegrationCardRow[]
  /** ms since the epoch; null while what is shown is fresh. */
  staleSince: number | null
  onRetry: () => void
}

/** "5 connected · 1 needs you", the latter leading to those that do. */
export function GridSummary({ rows, staleSince, onRetry }: GridSummaryProps) {
  const { connected, needsYou } = summaryOf(rows)
  const needing = writeFilters(new URLSearchParams(), { ...NO_FILTERS, statuses: NEEDS_YOU })
  return (
    <>
      {connected.toLocaleString()} connected
      {needsYou > 0 && (
        <>
          {' · '}
          <Link
            to={{ search: `?${needing}` }}
            className="rounded-xs font-semibold text-bad hover:underline"
          >
            {needsYou === 1 ? '1 needs you' : `${needsYou.toLocaleString()} need you`}
          </Link>
        </>
      )}
      {staleSince !== null && <RefreshNote since={staleSince} onRetry={onRetry} />}
    </>
  )
}
