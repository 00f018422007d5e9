import type { TypeOutline } from '@contract/outline'
import type { SshFacts, StageResult } from '@contract/report'
import type { IntegrationCardRow } from '@contract/rows'
import { SETTINGS_UNREADABLE } from '@/services/unreadable'
import { Alert } from '@/ui/alert'
import { Skeleton } from '@/ui/skeleton'
import { configOf } from '../model'
import { useIntegrationDetail } from '../queries'
import { GrantFacts } from './grant-facts'
import { LoadFailure } from './load-failure'
import { SettingsFacts } from './settings-facts'
import { TestReport } from './test-report'
import { ToolList } from './tool-list'

type OverviewTabProps = {
  integration: IntegrationCardRow
  type: TypeOutline
  runningStages: readonly StageResult[] | undefined
}

/** The last report, or the one that is being made, and what it says of the server. */
export function OverviewTab({ integration, type, runningStages }: OverviewTabProps) {
  const detail = useIntegrationDetail(integration.id)
  if (detail.isPending) return <Skeleton className="h-36" />
  if (detail.isError && !detail.data) return <LoadFailure query={detail} what="The last report" />
  const { last_report: report } = detail.data
  return (
    <div className="flex flex-col gap-5">
      {configOf(integration) === null && <Alert tone="warn">{SETTINGS_UNREADABLE}</Alert>}
      {runningStages ? (
        <TestReport stages={runningStages} />
      ) : report ? (
        <TestReport report={report} />
      ) : (
        <p className="text-ink-2">
          {integration.last_checked_at === null
            ? 'It has not been tested yet.'
            : 'Its last report cannot be read. Test it again.'}
        </p>
      )}
      <SettingsFacts integration={integration} docsUrl={type.docs_url} />
      {integration.auth_method === 'oauth' && <GrantFacts id={integration.id} />}
      {report?.facts?.kind === 'mcp' && <ToolList facts={report.facts} />}
      {report?.facts?.kind === 'ssh' && <CommandOutput command={report.facts.command} />}
    </div>
  )
}

/** What a declared command said on the server. */
function CommandOutput({ command }: { command: SshFacts['command'] }) {
  if (!command?.output) return null
  return (
    <section aria-labelledby="output">
      <h3 id="output" className="mb-1 font-semibold text-sm">
        Output of the command
      </h3>
      <pre className="wrap-anywhere max-h-72 overflow-y-auto whitespace-pre-wrap rounded-sm bg-sunken p-3 font-mono text-xs">
        {command.output}
      </pre>
    </section>
  )
}
