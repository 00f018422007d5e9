import { HttpUrl, urlOf } from '@contract/config'
import type { TypeOutline } from '@contract/outline'
import { placeOf } from '@contract/outline'
import type { StageResult } from '@contract/report'
import type { IntegrationCardRow } from '@contract/rows'
import { SETTINGS_UNREADABLE } from '@/services/unreadable'
import { Alert } from '@/ui/alert'
import { ExternalLink } from '@/ui/external-link'
import { Skeleton } from '@/ui/skeleton'
import { configOf } from '../model'
import { useIntegrationDetail } from '../queries'
import { LoadFailure } from './load-failure'
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
      <Settings integration={integration} docsUrl={HttpUrl.safeParse(type.docs_url).data ?? null} />
      {report?.facts?.kind === 'mcp' && <ToolList facts={report.facts} />}
    </div>
  )
}

type SettingsProps = { integration: IntegrationCardRow; docsUrl: string | null }

function Settings({ integration, docsUrl }: SettingsProps) {
  const { account, server_name } = integration
  const config = configOf(integration)
  const facts = [
    { label: 'Address', value: config && (urlOf(config) ?? placeOf(config)) },
    { label: 'Account', value: account },
    { label: 'Server', value: server_name },
    { label: 'Headers', value: config && 'headers' in config ? config.headers.join(', ') : null },
    { label: 'Variables', value: config && 'env' in config ? config.env.join(', ') : null },
  ]
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
      {facts.map(({ label, value }) =>
        value ? (
          <div key={label} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd className="wrap-anywhere font-mono text-xs leading-5">{value}</dd>
          </div>
        ) : null,
      )}
      {docsUrl && (
        <div className="contents">
          <dt className="text-ink-2">Docs</dt>
          <dd>
            <ExternalLink href={docsUrl}>{new URL(docsUrl).host}</ExternalLink>
          </dd>
        </div>
      )}
    </dl>
  )
}
