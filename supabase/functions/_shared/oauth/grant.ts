import * as z from 'zod/mini'
import { CredentialSecret } from '../contract/auth.ts'
import {
  audienceOf,
  ClientAuthMethod,
  type IntegrationConfig,
  originOf,
} from '../contract/config.ts'
import type { SealedCredential } from '../contract/sealing.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { sealCredential } from '../sealing/seal-credential.ts'
import { type Authority, AuthorizationError } from './authority.ts'
import type { Tokens } from './authorization-code.ts'

/** An `Authority` as it was stored. */
export const StoredAuthority = z.object({
  server: z.catchall(
    z.object({
      issuer: z.string(),
      authorization_endpoint: z.optional(z.string()),
      token_endpoint: z.optional(z.string()),
      code_challenge_methods_supported: z.optional(z.array(z.string())),
      authorization_response_iss_parameter_supported: z.optional(z.boolean()),
    }),
    z.json(),
  ),
  client: z.object({ client_id: z.string(), token_endpoint_auth_method: ClientAuthMethod }),
  registration: z.enum(['entered', 'metadata_document', 'registered']),
  resource: z.nullable(z.string()),
  scopes: z.array(z.string()),
})
export type StoredAuthority = z.infer<typeof StoredAuthority>

/** What is stored of a grant beside its sealed tokens: see the columns of `integration_grants`. */
export interface NewGrant {
  issuer: string | null
  client_id: string
  authority: Authority
  scopes: string[]
  missing_scopes: string[]
  expires_at: string | null
  is_renewable: boolean
}

/** They ask for a way to sign in or for a refresh token; servers that give them need not repeat them. */
const NOT_OF_THE_API = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access'])
/** What is longer says nothing that a person could read. */
const MAX_SCOPES = 100
const MAX_SCOPE_LENGTH = 200
/** A token for longer is as one without an end, and PostgreSQL knows no year past 294276. */
const MAX_LIFETIME_SECONDS = 10 * 365 * 86_400

/** The grant that tokens make. `now`: when they were asked for. */
export function grantOf(authority: Authority, tokens: Tokens, now: Date): NewGrant {
  const asked = authority.scopes
  const scopes = (tokens.scopes ?? asked)
    .map((scope) => scope.slice(0, MAX_SCOPE_LENGTH))
    .slice(0, MAX_SCOPES)
  const { expires_in } = tokens
  const hasEnd = expires_in !== null && expires_in >= 0 && expires_in < MAX_LIFETIME_SECONDS
  return {
    issuer: authority.server.issuer === '' ? null : authority.server.issuer,
    client_id: authority.client.client_id,
    authority,
    scopes,
    missing_scopes: missingScopes(asked, scopes),
    expires_at: hasEnd ? new Date(now.getTime() + expires_in * 1_000).toISOString() : null,
    is_renewable: tokens.refresh_token !== null,
  }
}

/** What was asked for and not granted. */
export function missingScopes(asked: readonly string[], granted: readonly string[]): string[] {
  return asked.filter((scope) => !granted.includes(scope) && !NOT_OF_THE_API.has(scope))
}

/** Whom a refresh token, or a client's secret, of this config is sealed for: see `clientAudienceOf`. */
export function grantAudience(authority: Authority, config: IntegrationConfig): string[] {
  const { issuer, token_endpoint } = authority.server
  const places = [originOf(issuer === '' ? (token_endpoint ?? '') : issuer), audienceOf(config)]
  return [...new Set(places.filter((place) => place !== null))]
}

export interface Holder {
  integrationId: string
  ownerId: string
  config: IntegrationConfig
}

/**
 * The sealed secrets to store: `auth`, and where they are given `refresh` and `client`. A renewal
 * without a new refresh token keeps the old one (RFC 6749 §6).
 *
 * @throws AuthorizationError for a token that could not be sent, or is longer than any.
 */
export async function sealGrant(
  { integrationId, ownerId, config }: Holder,
  grant: NewGrant,
  tokens: Tokens & { client_secret?: string | null },
  keyring: Keyring,
): Promise<SealedCredential[]> {
  const forServer = grantAudience(grant.authority, config)
  const place = audienceOf(config)
  if (place === null) throw new Error('A config with OAuth has a place')
  const seal = (slot: string, given: CredentialSecret, audience: string[]) => {
    const { success, data: secret } = z.safeParse(CredentialSecret, given)
    if (!success) throw unusable()
    return sealCredential(secret, { integrationId, ownerId, slot, audience }, null, keyring)
  }
  const { access_token, refresh_token, client_secret = null } = tokens
  return await Promise.all([
    seal('auth', { kind: 'oauth', access_token }, [place]),
    ...(refresh_token === null
      ? []
      : [seal('refresh', { kind: 'oauth_refresh', refresh_token }, forServer)]),
    ...(client_secret === null
      ? []
      : [seal('client', { kind: 'oauth_client', client_secret }, forServer)]),
  ])
}

function unusable(): AuthorizationError {
  return new AuthorizationError(
    'authorization_failed',
    'The authorization server gave a token that cannot be used. Tell whoever runs it.',
    { reason: 'malformed' },
  )
}
