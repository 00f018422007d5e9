import {
  type GraphQLConfig,
  IntegrationConfig,
  type McpUrlConfig,
  type RestConfig,
} from '@contract/config'
import type { IntegrationType, VendorDefaults } from '@contract/type-defaults'
import type { IntegrationInput } from '@/services/integration-service'
import { type Draft, orNothing, toNumber } from './draft'
import { jwtDraft } from './jwt-values'
import { authMethodOf, type ConnectionValues } from './model'
import { oauthDraft } from './oauth-values'
import { sshDraft } from './ssh-values'
import { stdioDraft } from './stdio-values'

/** What is typed as configuration, not yet judged: give it to `IntegrationConfig`. */
export interface DraftConfig {
  [key: string]: unknown
  headers?: string[]
  env?: string[]
}

export function draftConfig(values: ConnectionValues, type: IntegrationType): DraftConfig {
  const { defaults } = type
  const rate_limit = toRateLimit(values.rateLimit)
  if (defaults.kind === 'ssh') return { ...sshDraft(values.ssh), rate_limit }
  if (defaults.kind === 'mcp' && values.protocol === 'stdio') {
    return { ...stdioDraft(values.stdio), rate_limit }
  }
  const common = {
    headers: values.headers.map(({ name }) => name.trim()),
    env: values.env.map(({ name }) => name.trim()),
    oauth: values.authMethod === 'oauth' ? oauthDraft(values.oauth, type) : undefined,
    jwt: values.authMethod === 'jwt' ? jwtDraft(values.jwt, type) : undefined,
    rate_limit,
  }
  const address = values.address.trim()
  if (defaults.kind === 'mcp') {
    return {
      kind: 'mcp',
      protocol: values.protocol,
      url: address,
      ...common,
    } satisfies Draft<McpUrlConfig>
  }
  const vendor = {
    ...common,
    api_url: address,
    api_version: defaults.api_version ? orNothing(values.apiVersion) : undefined,
    scopes: splitScopes(scopesOf(values, defaults)),
    webhook_url: defaults.webhooks ? orNothing(values.webhookUrl) : undefined,
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
    auth_method: authMethodOf(values, type),
    config: IntegrationConfig.parse(draftConfig(values, type)),
  }
}

/** Scopes are typed as the vendors write them: between commas, spaces or both. */
export function splitScopes(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** Those to ask for, or those that a credential must have where the vendor tells them. */
function scopesOf(
  { authMethod, oauth, scopes }: ConnectionValues,
  { scopes: known }: VendorDefaults,
) {
  if (authMethod === 'oauth') return oauth.scopes
  return known.length > 0 ? scopes : ''
}

function toRateLimit({ requests, perSeconds }: ConnectionValues['rateLimit']): unknown {
  if (!requests.trim() && !perSeconds.trim()) return undefined
  return { requests: toNumber(requests), per_seconds: toNumber(perSeconds) }
}
