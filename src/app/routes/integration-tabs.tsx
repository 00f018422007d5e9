import type { IntegrationDetailRow } from '@contract/detail-rows'
import type { TypeOutline } from '@contract/outline'
import type { StageResult } from '@contract/report'
import type { IntegrationCardRow } from '@contract/rows'
import { useSearchParams } from 'react-router-dom'
import { lazyPart } from '@/ui/lazy-part'
import { Skeleton } from '@/ui/skeleton'
import { Tabs } from '@/ui/tabs'
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
  const [asked, pick] = useTab()
  const tab = tabs.includes(asked) ? asked : 'overview'
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

/** The tab that the address asks for. Another replaces the entry: Back leaves the page. */
function useTab(): [Tab, (tab: Tab) => void] {
  const [params, setParams] = useSearchParams()
  const asked = params.get('tab') ?? ''
  return [
    asked in LABELS ? (asked as Tab) : 'overview',
    (next) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          if (next === 'overview') after.delete('tab')
          else after.set('tab', next)
          return after
        },
        { replace: true },
      ),
  ]
}
