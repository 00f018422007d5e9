import type { IntegrationDetailRow } from '@contract/detail-rows'
import type { TypeOutline } from '@contract/outline'
import type { StageResult } from '@contract/report'
import type { IntegrationCardRow } from '@contract/rows'
import { useSearchParams } from 'react-router-dom'
import { ChecksTab } from '@/features/connection/components/checks-tab'
import { LogTab } from '@/features/connection/components/log-tab'
import { ToolsTab } from '@/features/connection/components/tools-tab'
import { IncidentsTab } from '@/features/health/components/incidents-tab'
import { Tabs } from '@/ui/tabs'
import { OverviewTab } from './overview-tab'
import { SettingsTab } from './settings-tab'

const TABS = ['overview', 'checks', 'incidents', 'tools', 'log', 'settings'] as const
type Tab = (typeof TABS)[number]

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
  const { row, detail, isTesting } = props
  const [tab, pick] = useTab()
  const facts = detail?.last_report?.facts
  const tools = facts?.kind === 'mcp' ? facts : null
  const mayHaveTools = row.config?.kind === 'mcp'

  return (
    <Tabs
      label={`About ${row.name}`}
      value={tab === 'tools' && !mayHaveTools ? 'overview' : tab}
      onValueChange={pick}
      tabs={[
        { value: 'overview', label: 'Overview', content: <OverviewTab {...props} /> },
        {
          value: 'checks',
          label: 'Checks',
          content: <ChecksTab id={row.id} isTesting={isTesting} />,
        },
        { value: 'incidents', label: 'Incidents', content: <IncidentsTab id={row.id} /> },
        ...(mayHaveTools
          ? [
              {
                value: 'tools' as const,
                label: 'Tools',
                content: tools ? <ToolsTab facts={tools} /> : <NoTools isKnown={!!detail} />,
              },
            ]
          : []),
        { value: 'log', label: 'Log', content: <LogTab id={row.id} isTesting={isTesting} /> },
        { value: 'settings', label: 'Settings', content: <SettingsTab {...props} /> },
      ]}
    />
  )
}

function NoTools({ isKnown }: { isKnown: boolean }) {
  if (!isKnown) return null
  return (
    <p className="text-ink-2">
      What the server offers is listed by a test that passes. The last one did not.
    </p>
  )
}

function useTab(): [Tab, (tab: Tab) => void] {
  const [params, setParams] = useSearchParams()
  const tab = TABS.find((each) => each === params.get('tab')) ?? 'overview'
  return [
    tab,
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
