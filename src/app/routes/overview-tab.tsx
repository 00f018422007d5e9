import { CommandOutput } from '@/features/connection/components/command-output'
import { LastReport } from '@/features/connection/components/last-report'
import { lazyPart } from '@/ui/lazy-part'
import { Skeleton } from '@/ui/skeleton'
import type { IntegrationTabsProps } from './integration-tabs'

// The page shows how it is now before these have come.
const HistoryPanel = lazyPart(() => import('@/features/health/components/history-panel'))
const LastIncidents = lazyPart(() => import('@/features/health/components/last-incidents'))
const SettingsFacts = lazyPart(() => import('@/features/connection/components/settings-facts'))

/** How it is now, how it has been, and what it is. */
export function OverviewTab({ row, detail, type, runningStages }: IntegrationTabsProps) {
  const facts = detail?.last_report?.facts
  return (
    <div className="flex flex-col gap-8">
      <LastReport row={row} detail={detail} runningStages={runningStages} />
      <div className="grid gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_320px]">
        <HistoryPanel
          id={row.id}
          isWatched={detail?.is_watched ?? true}
          intervalS={detail?.check_interval_s ?? 300}
          fallback={<Skeleton className="h-118" />}
        />
        <div className="flex min-w-0 flex-col gap-8">
          <section aria-labelledby="connection">
            <h2 id="connection" className="mb-2 font-semibold text-sm">
              Connection
            </h2>
            <SettingsFacts
              integration={row}
              docsUrl={type?.docs_url ?? null}
              fallback={<Skeleton className="h-20" />}
            />
          </section>
          {facts?.kind === 'ssh' && <CommandOutput command={facts.command} />}
          <LastIncidents id={row.id} fallback={<Skeleton className="h-24" />} />
        </div>
      </div>
    </div>
  )
}
