import type { AuthMethod } from '@contract/auth'
import {
  type GraphQLConfig,
  IntegrationConfig,
  type McpProtocol,
  type McpStdioConfig,
  type McpUrlConfig,
  type OwnRequest,
  type RestConfig,
  type SshConfig,
  urlOf,
} from '@contract/config'
import type { IntegrationCardRow } from '@contract/rows'
import type { IntegrationType, TypeDefaults } from '@contract/type-defaults'
import type { IntegrationInput } from '@/services/integration-service'

/** A header or variable: its name is configuration, its value a secret that is only typed, never shown. */
export interface SecretRow {
  name: string
  value: string
}

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
  headers: SecretRow[]
  env: SecretRow[]
  rateLimit: { requests: string; perSeconds: string }
  apiVersion: string
  scopes: string
  webhookUrl: string
  request: { method: OwnRequest['method']; path: string; expectedStatus: string }
  placement: { in: 'header' | 'query'; name: string; prefix: string }
}

const NOTHING_SECRET = { apiKey: '', username: '', password: '', token: '' }

/** The form of a new connection. `takenNames`: those of the person's other integrations. */
export function valuesOfType(
  type: IntegrationType,
  takenNames: readonly string[],
): ConnectionValues {
  const { defaults } = type
  const isVendor = defaults.kind === 'rest' || defaults.kind === 'graphql'
  const protocol = defaults.kind === 'mcp' ? (defaults.protocols[0] ?? 'http') : 'http'
  return {
    ...NOTHING_SECRET,
    name: freeName(type.name, takenNames),
    protocol,
    address: addressOf(defaults, protocol),
    authMethod: type.auth_methods[0] ?? 'none',
    headers: [],
    env: [],
    rateLimit: { requests: '', perSeconds: '' },
    apiVersion: (isVendor && defaults.api_version?.default) || '',
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
  const { name } = integration
  const config = configOf(integration)
  const blank = valuesOfType(type, [])
  const kept = {
    name,
    authMethod: type.auth_methods.find((each) => each === integration.auth_method) ?? 'none',
  }
  if (config === null) return { ...blank, ...kept }
  const common: ConnectionValues = {
    ...blank,
    ...kept,
    address: urlOf(config) ?? '',
    headers: 'headers' in config ? config.headers.map(toRow) : [],
    env: 'env' in config ? config.env.map(toRow) : [],
    rateLimit: {
      requests: config.rate_limit?.requests.toString() ?? '',
      perSeconds: config.rate_limit?.per_seconds.toString() ?? '',
    },
  }
  if (config.kind === 'mcp') return { ...common, protocol: config.protocol }
  if (config.kind === 'ssh') return common
  return {
    ...common,
    apiVersion: config.api_version ?? '',
    scopes: config.scopes.join(' '),
    webhookUrl: config.webhook_url ?? '',
    placement: config.api_key ?? blank.placement,
    request: config.kind === 'rest' && config.request ? toRequest(config.request) : blank.request,
  }
}

/** What is stored, or null where this page does not understand it. */
export function configOf({ config }: Pick<IntegrationCardRow, 'config'>): IntegrationConfig | null {
  return IntegrationConfig.safeParse(config).data ?? null
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

/** What is typed as configuration, not yet judged: give it to `IntegrationConfig`. */
export interface DraftConfig {
  [key: string]: unknown
  headers?: string[]
  env?: string[]
}

export function draftConfig(values: ConnectionValues, type: IntegrationType): DraftConfig {
  const { defaults } = type
  const common = {
    headers: values.headers.map(({ name }) => name.trim()),
    env: values.env.map(({ name }) => name.trim()),
    rate_limit: toRateLimit(values.rateLimit),
  }
  const address = values.address.trim()
  if (defaults.kind === 'mcp') {
    if (values.protocol === 'stdio') {
      const { env, rate_limit } = common
      return {
        kind: 'mcp',
        protocol: 'stdio',
        command: '',
        args: [],
        env,
        rate_limit,
      } satisfies Draft<McpStdioConfig>
    }
    return {
      kind: 'mcp',
      protocol: values.protocol,
      url: address,
      ...common,
      oauth: undefined,
      jwt: undefined,
    } satisfies Draft<McpUrlConfig>
  }
  if (defaults.kind === 'ssh') {
    return {
      kind: 'ssh',
      host: '',
      port: 22,
      username: '',
      host_key: undefined,
      command: undefined,
      rate_limit: common.rate_limit,
    } satisfies Draft<SshConfig>
  }
  const vendor = {
    ...common,
    api_url: address,
    api_version: defaults.api_version ? values.apiVersion.trim() || undefined : undefined,
    scopes: defaults.scopes.length > 0 ? splitScopes(values.scopes) : [],
    webhook_url: defaults.webhooks ? values.webhookUrl.trim() || undefined : undefined,
    oauth: undefined,
    jwt: undefined,
    api_key: defaults.own_request && values.authMethod === 'api_key' ? values.placement : undefined,
  }
  if (defaults.kind === 'graphql') {
    return { kind: 'graphql', ...vendor } satisfies Draft<GraphQLConfig>
  }
  const { method, path, expectedStatus } = values.request
  return {
    kind: 'rest',
    ...vendor,
    request: defaults.own_request
      ? { method, path: path.trim(), expected_status: toNumber(expectedStatus) }
      : undefined,
  } satisfies Draft<RestConfig>
}

/** A valid form as the service takes it. @throws ZodError when the form was not validated first. */
export function toInput(
  values: ConnectionValues,
  type: IntegrationType,
  id: string,
): IntegrationInput {
  return {
    id,
    type_id: type.id,
    name: values.name.trim(),
    auth_method: values.authMethod,
    config: IntegrationConfig.parse(draftConfig(values, type)),
  }
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

/** Scopes are typed as the vendors write them: between commas, spaces or both. */
export function splitScopes(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** Every key of a config must be thought of; its value is for the schema to judge. */
type Draft<Config> = Record<keyof Config, unknown>

function toRow(name: string): SecretRow {
  return { name, value: '' }
}

function requestOf(defaults: TypeDefaults): ConnectionValues['request'] {
  if (defaults.kind !== 'rest') return { method: 'GET', path: '/', expectedStatus: '200' }
  return toRequest(defaults.verification)
}

function toRequest({ method, path, expected_status }: OwnRequest): ConnectionValues['request'] {
  return { method, path, expectedStatus: expected_status.toString() }
}

function toRateLimit({ requests, perSeconds }: ConnectionValues['rateLimit']): unknown {
  if (!requests.trim() && !perSeconds.trim()) return undefined
  return { requests: toNumber(requests), per_seconds: toNumber(perSeconds) }
}

/** NaN for what is no number, an empty text among it: the schema then says what it wants. */
function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
