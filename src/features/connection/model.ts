import { AuthMethod } from '@contract/auth'
import { type IntegrationConfig, type McpProtocol, type OwnRequest, urlOf } from '@contract/config'
import type { IntegrationCardRow } from '@contract/rows'
import type { IntegrationType, TypeDefaults } from '@contract/type-defaults'
import { type SecretRow, toRow } from './draft'
import { type JwtValues, jwtValuesOf, jwtValuesOfType } from './jwt-values'
import { type OAuthValues, oauthValuesOf, oauthValuesOfType } from './oauth-values'
import { NO_SSH, type SshValues, sshValuesOf } from './ssh-values'
import { type StdioValues, stdioValuesOf, stdioValuesOfType } from './stdio-values'
import { configOf } from './stored-config'

/** The form as it is typed: text throughout. What the type does not offer keeps its default, unused. */
export interface ConnectionValues {
  name: string
  protocol: McpProtocol
  address: string
  authMethod: AuthMethod
  apiKey: string
  username: string
  password: string
  token: string
  jwt: JwtValues
  oauth: OAuthValues
  certificate: { certificate: string; key: string; passphrase: string; ca: string }
  stdio: StdioValues
  ssh: SshValues
  headers: SecretRow[]
  env: SecretRow[]
  rateLimit: { requests: string; perSeconds: string }
  apiVersion: string
  scopes: string
  webhookUrl: string
  request: { method: OwnRequest['method']; path: string; expectedStatus: string }
  placement: { in: 'header' | 'query'; name: string; prefix: string }
}

const NOTHING_SECRET = {
  apiKey: '',
  username: '',
  password: '',
  token: '',
  certificate: { certificate: '', key: '', passphrase: '', ca: '' },
}

/** The form of a new connection. `takenNames`: those of the person's other integrations. */
export function valuesOfType(
  type: IntegrationType,
  takenNames: readonly string[],
): ConnectionValues {
  const { defaults } = type
  const protocol = defaults.kind === 'mcp' ? (defaults.protocols[0] ?? 'http') : 'http'
  return {
    ...NOTHING_SECRET,
    name: freeName(type.name, takenNames),
    protocol,
    address: addressOf(defaults, protocol),
    authMethod: type.auth_methods[0] ?? 'none',
    jwt: jwtValuesOfType(type),
    oauth: oauthValuesOfType(type),
    stdio: stdioValuesOfType(defaults.kind === 'mcp' ? defaults : {}),
    ssh: NO_SSH,
    headers: [],
    env: [],
    rateLimit: { requests: '', perSeconds: '' },
    apiVersion: ('api_version' in defaults && defaults.api_version?.default) || '',
    scopes: '',
    webhookUrl: '',
    request: requestOf(defaults),
    placement: defaults.auth.api_key?.placement ?? { in: 'header', name: '', prefix: '' },
  }
}

/**
 * The form of a stored integration. Its secrets are not in it: nobody can read them back. Settings
 * that this page does not understand are the type's own again.
 */
export function valuesOfIntegration(
  integration: IntegrationCardRow,
  type: IntegrationType,
): ConnectionValues {
  const config = configOf(integration)
  const stored = AuthMethod.safeParse(integration.auth_method).data
  const blank: ConnectionValues = {
    ...valuesOfType(type, []),
    name: integration.name,
    authMethod: type.auth_methods.find((each) => each === stored) ?? type.auth_methods[0] ?? 'none',
  }
  if (config === null) return blank
  const limited = { ...blank, rateLimit: rateLimitOf(config) }
  if (config.kind === 'ssh') return { ...limited, ssh: sshValuesOf(config) }
  if (config.kind === 'mcp' && config.protocol === 'stdio') {
    const { defaults } = type
    const stdio = stdioValuesOf(config, defaults.kind === 'mcp' ? defaults : {})
    return { ...limited, protocol: 'stdio', stdio }
  }
  const common: ConnectionValues = {
    ...limited,
    address: urlOf(config) ?? '',
    headers: config.headers.map(toRow),
    env: config.env.map(toRow),
    jwt: stored === 'jwt' ? jwtValuesOf(config.jwt, type) : blank.jwt,
    oauth: stored === 'oauth' ? oauthValuesOf(config, type) : blank.oauth,
  }
  if (config.kind === 'mcp') return { ...common, protocol: config.protocol }
  return {
    ...common,
    apiVersion: config.api_version ?? '',
    scopes: stored === 'oauth' ? '' : config.scopes.join(' '),
    webhookUrl: config.webhook_url ?? '',
    placement: config.api_key ?? blank.placement,
    request: config.kind === 'rest' && config.request ? toRequest(config.request) : blank.request,
  }
}

/** The vendor's own address, where the type has one. */
export function addressOf(defaults: TypeDefaults, protocol: McpProtocol): string {
  switch (defaults.kind) {
    case 'mcp':
      return (protocol !== 'stdio' && defaults.urls[protocol]) || ''
    case 'rest':
    case 'graphql':
      return defaults.api_url ?? ''
    case 'ssh':
      return ''
  }
}

/** How it authenticates: a command does not, it has variables. */
export function authMethodOf(values: ConnectionValues, type: IntegrationType): AuthMethod {
  return type.defaults.kind === 'mcp' && values.protocol === 'stdio' ? 'none' : values.authMethod
}

/** "GitHub", or the first of "GitHub 2", "GitHub 3", … that nobody has; letter case makes no name new. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()))
  const stem = wanted.replace(/ \d+$/, '')
  let candidate = wanted
  for (let number = 2; names.has(candidate.toLowerCase()); number += 1) {
    candidate = `${stem} ${number}`
  }
  return candidate
}

function requestOf(defaults: TypeDefaults): ConnectionValues['request'] {
  if (defaults.kind !== 'rest') return { method: 'GET', path: '/', expectedStatus: '200' }
  return toRequest(defaults.verification)
}

function toRequest({ method, path, expected_status }: OwnRequest): ConnectionValues['request'] {
  return { method, path, expectedStatus: expected_status.toString() }
}

function rateLimitOf({ rate_limit }: IntegrationConfig): ConnectionValues['rateLimit'] {
  return {
    requests: rate_limit?.requests.toString() ?? '',
    perSeconds: rate_limit?.per_seconds.toString() ?? '',
  }
}
