import { ChecksTab } from '@/features/connection/components/checks-tab'
import { LogTab } from '@/features/connection/components/log-tab'
import { ToolsTab } from '@/features/connection/components/tools-tab'
import { IncidentsTab } from '@/features/health/components/incidents-tab'
import { Skeleton } from '@/ui/skeleton'
import type { IntegrationTabsProps } from './integration-tabs'
import { SettingsTab } from './settings-tab'

export type DetailTab = 'checks' | 'incidents' | 'tools' | 'log' | 'settings'

/** Every view but the first that is seen, in a script of their own. */
export default function DetailTabs({ tab, ...props }: IntegrationTabsProps & { tab: DetailTab }) {
  const { row, isTesting } = props
  switch (tab) {
    case 'checks':
      return <ChecksTab id={row.id} isTesting={isTesting} />
    case 'incidents':
      return <IncidentsTab id={row.id} />
    case 'tools':
      return <Tools {...props} />
    case 'log':
      return <LogTab id={row.id} isTesting={isTesting} />
    case 'settings':
      return <SettingsTab {...props} />
  }
}

/** What is known of the server's offers stays known while it fails. */
function Tools({ detail }: IntegrationTabsProps) {
  if (!detail) return <Skeleton className="h-48" />
  if (detail.last_facts?.kind === 'mcp') return <ToolsTab facts={detail.last_facts} />
  return (
    <p className="text-ink-2">
      What the server offers is listed by a test that passes. There was none yet.
    </p>
  )
}
