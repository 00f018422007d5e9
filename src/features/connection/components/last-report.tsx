import type { IntegrationDetailRow } from '@contract/detail-rows'
import type { StageResult } from '@contract/report'
import type { IntegrationCardRow } from '@contract/rows'
import { Skeleton } from '@/ui/skeleton'
import { TestReport } from './test-report'

type LastReportProps = {
  row: IntegrationCardRow
  /** Undefined while it comes. */
  detail: IntegrationDetailRow | undefined
  runningStages: readonly StageResult[] | undefined
}

/** The ladder of the last report, or of the one that is being made. */
export function LastReport({ row, detail, runningStages }: LastReportProps) {
  if (runningStages) return <TestReport stages={runningStages} />
  if (!detail) return <Skeleton className="h-36" />
  if (detail.last_report) return <TestReport report={detail.last_report} />
  return (
    <p className="text-ink-2">
      {row.last_checked_at === null
        ? 'It has not been tested yet.'
        : 'Its last report cannot be read. Test it again.'}
    </p>
  )
}
