import type { IntegrationDetailRow } from '@contract/detail-rows'
import type { TypeOutline } from '@contract/outline'
import type { StageResult } from '@contract/report'
import type { IntegrationCardRow } from '@contract/rows'
import { lazyPart } from '@/ui/lazy-part'
import { Skeleton } from '@/ui/skeleton'
import { Tabs } from '@/ui/tabs'
import { useChoiceParam } from '@/ui/use-choice-param'
import type { DetailTab } from './detail-tabs'
import { OverviewTab } from './overview-tab'

const DetailTabs = lazyPart(() => import('./detail-tabs'))

const LABELS = {
  overview: 'Overview',
  checks: 'Checks',
  incidents: 'Incidents',
  tools: 'Tools',
  log: 'Log',
  settings: 'Settings',
} as const satisfies Record<'overview' | DetailTab, string>
type Tab = keyof typeof LABELS

export type IntegrationTabsProps = {
  row: IntegrationCardRow
  detail: IntegrationDetailRow | undefined
  type: TypeOutline | undefined
  runningStages: readonly StageResult[] | undefined
  isTesting: boolean
  onConfigure: (() => void) | undefined
  onDelete: () => void
}

/** The views of one integration; the address names the one that is open. */
export function IntegrationTabs(props: IntegrationTabsProps) {
  const { row } = props
  const tabs = (Object.keys(LABELS) as Tab[]).filter(
    (tab) => tab !== 'tools' || row.config?.kind === 'mcp',
  )
  const [tab, pick] = useChoiceParam('tab', tabs, 'overview')
  return (
    <Tabs
      label={`About ${row.name}`}
      value={tab}
      onValueChange={pick}
      tabs={tabs.map((value) => ({ value, label: LABELS[value] }))}
    >
      {tab === 'overview' ? (
        <OverviewTab {...props} />
      ) : (
        <DetailTabs {...props} tab={tab} fallback={<Skeleton className="h-48" />} />
      )}
    </Tabs>
  )
}
