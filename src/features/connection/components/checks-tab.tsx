import type { HealthMetricRow } from '@contract/detail-rows'
import { Badge } from '@/ui/badge'
import { Button } from '@/ui/button'
import { CheckStrip } from '@/ui/check-strip'
import { LoadFailure } from '@/ui/load-failure'
import { Moment } from '@/ui/moment'
import { Skeleton } from '@/ui/skeleton'
import { TimeAgo } from '@/ui/time-ago'
import { useNow } from '@/ui/use-now'
import { resultOf, stripOfMetrics } from '../checks-view'
import { useChecks } from '../queries'

type ChecksTabProps = { id: string; isTesting: boolean }

/** Its checks: the last at a glance, then one by one. */
export function ChecksTab({ id, isTesting }: ChecksTabProps) {
  const metrics = useChecks(id, isTesting)
  if (metrics.isPending) return <Skeleton className="h-48" />
  if (!metrics.data) return <LoadFailure query={metrics} what="The checks" />
  const checks = metrics.data.pages.flat()
  if (checks.length === 0) return <p className="text-ink-2">No check yet. Test is the first.</p>
  return (
    <div className="flex flex-col items-start gap-4">
      <CheckStrip {...stripOfMetrics(checks)} className="max-w-md" />
      <table className="w-full text-left text-sm">
        <thead className="text-ink-3 text-xs">
          <tr className="border-line border-b">
            <th className="py-1.5 pr-3 font-medium">When</th>
            <th className="w-full py-1.5 pr-3 font-medium">Result</th>
            <th className="py-1.5 text-right font-medium">Time</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <CheckRow key={check.id} check={check} />
          ))}
        </tbody>
      </table>
      {metrics.hasNextPage && (
        <Button onClick={() => metrics.fetchNextPage()} isBusy={metrics.isFetchingNextPage}>
          Show older
        </Button>
      )}
    </div>
  )
}

function CheckRow({ check }: { check: HealthMetricRow }) {
  const { word, tone } = resultOf(check)
  const where = [check.stage, check.error_code].filter(Boolean).join(' · ')
  return (
    <tr className="border-line border-b align-top last:border-0">
      <td className="whitespace-nowrap py-2 pr-3 text-ink-2">
        <CheckedAt date={check.checked_at} />
      </td>
      <td className="wrap-anywhere py-2 pr-3">
        <p className="flex flex-wrap items-center gap-x-2">
          <Badge tone={tone}>{word}</Badge>
          <span className="font-mono text-ink-2 text-xs">{where}</span>
        </p>
        {check.error_message && <p className="mt-1">{check.error_message}</p>}
      </td>
      <td className="whitespace-nowrap py-2 text-right font-mono text-xs leading-5">
        {check.response_time_ms === null ? '–' : `${check.response_time_ms} ms`}
      </td>
    </tr>
  )
}

const HOUR_MS = 3_600_000

/** How long ago while that tells one check from the next, then when. */
function CheckedAt({ date }: { date: string }) {
  const isRecent = useNow((now) => now - Date.parse(date) < HOUR_MS)
  return isRecent ? <TimeAgo date={date} /> : <Moment date={date} />
}
