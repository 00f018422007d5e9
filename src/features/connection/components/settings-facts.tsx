import { HttpUrl, type IntegrationConfig, urlOf } from '@contract/config'
import { placeOf } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'
import { SETTINGS_UNREADABLE } from '@/services/unreadable'
import { Alert } from '@/ui/alert'
import { ExternalLink } from '@/ui/external-link'
import { configOf } from '../stored-config'

type SettingsFactsProps = { integration: IntegrationCardRow; docsUrl: string | null }

/** What is stored of a connection, and nothing secret. */
export default function SettingsFacts({ integration, docsUrl }: SettingsFactsProps) {
  const { account, server_name } = integration
  const config = configOf(integration)
  if (config === null) return <Alert tone="warn">{SETTINGS_UNREADABLE}</Alert>
  // A person's own type has whatever was typed there: only a web page is linked to.
  const docs = HttpUrl.safeParse(docsUrl).data
  const facts = [
    ...placeFacts(config),
    { label: 'Account', value: account },
    { label: 'Server', value: server_name },
    { label: 'Headers', value: 'headers' in config ? config.headers.join(', ') : null },
    { label: 'Variables', value: 'env' in config ? config.env.join(', ') : null },
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
      {docs && (
        <div className="contents">
          <dt className="text-ink-2">Docs</dt>
          <dd>
            <ExternalLink href={docs}>{new URL(docs).host}</ExternalLink>
          </dd>
        </div>
      )}
    </dl>
  )
}

function placeFacts(config: IntegrationConfig): { label: string; value: string | undefined }[] {
  if (config.kind === 'ssh') {
    return [
      { label: 'Address', value: `${config.username}@${placeOf(config)}` },
      { label: 'Host key', value: config.host_key ?? 'Trusted by the first test that passes' },
      { label: 'Command', value: config.command },
    ]
  }
  if (config.kind === 'mcp' && config.protocol === 'stdio') {
    return [{ label: 'Command', value: placeOf(config) }]
  }
  return [{ label: 'Address', value: urlOf(config) ?? placeOf(config) }]
}
