import type { IntegrationType } from '@contract/type-defaults'
import { type DraftConfig, draftConfig } from './config-draft'
import { jwtField } from './jwt-values'
import type { ConnectionValues } from './model'

const FIELDS: Readonly<Record<string, string>> = {
  url: 'address',
  api_url: 'address',
  api_version: 'apiVersion',
  webhook_url: 'webhookUrl',
  'rate_limit.requests': 'rateLimit.requests',
  'rate_limit.per_seconds': 'rateLimit.perSeconds',
  'request.path': 'request.path',
  'request.expected_status': 'request.expectedStatus',
  'api_key.name': 'placement.name',
  'api_key.prefix': 'placement.prefix',
  'oauth.client_id': 'oauth.clientId',
  'oauth.issuer': 'oauth.issuer',
  'oauth.authorization_endpoint': 'oauth.authorizationEndpoint',
  'oauth.token_endpoint': 'oauth.tokenEndpoint',
  host: 'ssh.host',
  port: 'ssh.port',
  username: 'ssh.username',
  args: 'stdio.args',
}

/**
 * The field in which that stands which makes a config wrong at `path`.
 *
 * @param isWrong tells whether another draft is wrong at a list too: to find which of a list's
 * entries makes the whole of it wrong
 */
export function fieldOf(
  path: readonly PropertyKey[],
  values: ConnectionValues,
  type: IntegrationType,
  isWrong: (draft: DraftConfig, key: ListKey) => boolean,
): string {
  const [key, index] = path
  const isStdio = type.defaults.kind === 'mcp' && values.protocol === 'stdio'
  if (key === 'headers' || key === 'env') {
    const row = typeof index === 'number' ? index : culprit(key, draftConfig(values, type), isWrong)
    return `${key === 'env' && isStdio ? 'stdio.env' : key}.${row}.name`
  }
  if (key === 'command') return isStdio ? 'stdio.command' : 'ssh.command'
  if (key === 'scopes') return values.authMethod === 'oauth' ? 'oauth.scopes' : 'scopes'
  if (key === 'jwt') return jwtField(path.slice(1), values.jwt, type)
  const field = FIELDS[path.join('.')] ?? FIELDS[String(key)]
  if (field === undefined) throw new Error(`No field for ${path.join('.')}`)
  return field
}

export type ListKey = 'headers' | 'env'

/** The row that makes a list of names wrong as a whole (a twin, a forbidden one): the first it fails with. */
function culprit(
  key: ListKey,
  draft: DraftConfig,
  isWrong: (draft: DraftConfig, key: ListKey) => boolean,
): number {
  const names = draft[key] ?? []
  const first = names.findIndex((_name, index) =>
    isWrong({ ...draft, [key]: names.slice(0, index + 1) }, key),
  )
  return Math.max(first, 0)
}
