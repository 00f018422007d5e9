import type { ClientAuthMethod, IntegrationConfig, OAuthConfig } from '@contract/config'
import type { IntegrationType, OAuthSettings } from '@contract/type-defaults'
import { type Draft, orNothing } from './draft'

export interface OAuthValues {
  grant: OAuthConfig['grant']
  clientId: string
  clientSecret: string
  clientAuth: ClientAuthMethod
  /** How the person names the authorization server, where the type does not. */
  server: 'issuer' | 'endpoints'
  issuer: string
  authorizationEndpoint: string
  tokenEndpoint: string
  scopes: string
}

export function oauthSettingsOf(type: IntegrationType): OAuthSettings | undefined {
  return type.defaults.auth.oauth
}

/**
 * What of the client a type's form asks for. `known`: the vendor gives it, and it must be entered.
 * `discovered`: the MCP server names its authorization server, which mostly registers Patchbay itself.
 */
export function clientOf(type: IntegrationType): 'known' | 'discovered' {
  const isMcp = type.defaults.kind === 'mcp'
  return isMcp && oauthSettingsOf(type)?.client === undefined ? 'discovered' : 'known'
}

/** True where the person must name the authorization server: the type does not, or a secret is for it. */
export function mustNameServer(type: IntegrationType, { clientAuth }: OAuthValues): boolean {
  const settings = oauthSettingsOf(type)
  if (type.defaults.kind !== 'mcp') return settings?.own_server ?? false
  return clientAuth !== 'none' && (settings?.issuer ?? settings?.token_endpoint) === undefined
}

export function oauthValuesOfType(type: IntegrationType): OAuthValues {
  const settings = oauthSettingsOf(type)
  return {
    grant: settings?.grants[0] ?? 'authorization_code',
    clientId: '',
    clientSecret: '',
    clientAuth: clientOf(type) === 'discovered' ? 'none' : (settings?.client_auth[0] ?? 'none'),
    server: 'issuer',
    issuer: '',
    authorizationEndpoint: '',
    tokenEndpoint: '',
    scopes: settings?.scopes.join(' ') ?? '',
  }
}

export function oauthValuesOf(config: IntegrationConfig, type: IntegrationType): OAuthValues {
  const blank = oauthValuesOfType(type)
  const oauth = 'oauth' in config ? config.oauth : undefined
  if (oauth === undefined) return blank
  return {
    ...blank,
    grant: oauth.grant,
    clientId: oauth.client_id ?? '',
    clientAuth: oauth.client_auth,
    server: oauth.token_endpoint === undefined ? 'issuer' : 'endpoints',
    issuer: oauth.issuer ?? '',
    authorizationEndpoint: oauth.authorization_endpoint ?? '',
    tokenEndpoint: oauth.token_endpoint ?? '',
    scopes: 'scopes' in config ? config.scopes.join(' ') : blank.scopes,
  }
}

export function oauthDraft(
  oauth: OAuthValues,
  type: IntegrationType,
): Draft<OAuthConfig> | undefined {
  const { clientAuth, grant } = oauth
  const clientId = oauth.clientId.trim()
  const isDiscovered = clientOf(type) === 'discovered'
  const isPlain = clientId === '' && oauth.issuer.trim() === '' && clientAuth === 'none'
  if (isDiscovered && isPlain) return undefined
  return {
    grant,
    client_id: isDiscovered ? orNothing(clientId) : clientId,
    client_auth: clientAuth,
    ...serverDraft(oauth, type),
  }
}

type Server = Pick<OAuthConfig, 'issuer' | 'authorization_endpoint' | 'token_endpoint'>

/** An empty text where something must be typed: the schema then says so. */
function serverDraft(oauth: OAuthValues, type: IntegrationType): Draft<Server> {
  const none = { issuer: undefined, authorization_endpoint: undefined, token_endpoint: undefined }
  if (!mustNameServer(type, oauth)) {
    const isMcp = type.defaults.kind === 'mcp'
    return { ...none, issuer: isMcp ? orNothing(oauth.issuer) : undefined }
  }
  if (type.defaults.kind === 'mcp' || oauth.server === 'issuer') {
    return { ...none, issuer: oauth.issuer.trim() }
  }
  return {
    ...none,
    token_endpoint: oauth.tokenEndpoint.trim(),
    // Who asks as itself leads nobody anywhere.
    authorization_endpoint:
      oauth.grant === 'authorization_code' ? oauth.authorizationEndpoint.trim() : undefined,
  }
}
