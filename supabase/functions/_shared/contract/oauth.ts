import * as z from 'zod/mini'
import { audienceOf, type IntegrationConfig, type OAuthConfig, originOf } from './config.ts'
import { Timestamp } from './timestamp.ts'
import type { OAuthSettings } from './type-defaults.ts'

/** 32 random bytes, or a SHA-256, in base64url without padding. */
const Key = z.string().check(z.regex(/^[\w-]{43}$/, 'Not a key of 32 bytes'))

/**
 * `POST oauth/start`, with the person's token. `browserHash` is BASE64URL(SHA256(ASCII(key))), as in
 * RFC 7636 §4.2, of a key that the page made and keeps in this tab alone: who cannot show the key
 * cannot finish.
 */
export const StartAuthorization = z.strictObject({ integrationId: z.uuid(), browserHash: Key })
export type StartAuthorization = z.infer<typeof StartAuthorization>

/** Where the person goes now; the answer must come back before `expires_at`. */
export const AuthorizationStarted = z.object({ authorizationUrl: z.url(), expires_at: Timestamp })
export type AuthorizationStarted = z.infer<typeof AuthorizationStarted>

/**
 * `GET oauth/callback` is the redirect URI. It takes the answer, uses up the state, and leads to the
 * page's own `/oauth/callback` with this in the fragment: a ticket, or why there is none.
 */
export const CallbackFragment = z.union([
  z.object({ ticket: Key }),
  z.object({ error: z.enum(['authorization_expired', 'authorization_used']) }),
])
export type CallbackFragment = z.infer<typeof CallbackFragment>

/** `POST oauth/finish`, with the token of the person who began. Exchanges the code and seals what it gives. */
export const FinishAuthorization = z.strictObject({ ticket: Key, browserKey: Key })
export type FinishAuthorization = z.infer<typeof FinishAuthorization>

export const AuthorizationFinished = z.object({
  integrationId: z.uuid(),
  /** Granted, as the server said or as it was asked (RFC 6749 §5.1); and what was asked but not given. */
  scopes: z.array(z.string()),
  missing_scopes: z.array(z.string()),
})
export type AuthorizationFinished = z.infer<typeof AuthorizationFinished>

/** From `start` to the callback. */
export const AUTHORIZATION_WITHIN_MS = 600_000

/** The authorization server of a type, or with `own_server` the one that the person named. */
export type NamedServer = Pick<OAuthConfig, 'issuer' | 'authorization_endpoint' | 'token_endpoint'>

/**
 * Whom a vendor's tokens come from. Null where nobody is named, or where the person names one and
 * the type has its own: a secret would go where the type never said.
 */
export function authorizationServerOf(
  oauth: OAuthConfig | undefined,
  settings: OAuthSettings | undefined,
): NamedServer | null {
  const isOwn =
    oauth?.issuer !== undefined ||
    oauth?.authorization_endpoint !== undefined ||
    oauth?.token_endpoint !== undefined
  const server = isOwn ? (settings?.own_server ? oauth : undefined) : settings
  return server?.issuer === undefined && server?.token_endpoint === undefined ? null : server
}

/**
 * Whom a client secret is sealed for (slot `client`): the authorization server that it is shown to,
 * and the place that the tokens are for. Both, so that a config that moves either one away asks for
 * it again: a client secret gets tokens, and tokens go where the config says. Null where the server
 * is not known: an MCP server's is named by `config.oauth.issuer`.
 */
export function clientAudienceOf(
  config: IntegrationConfig,
  settings: OAuthSettings | undefined,
): string[] | null {
  const oauth = 'oauth' in config ? config.oauth : undefined
  const server =
    config.kind === 'mcp'
      ? oauth?.issuer
        ? oauth
        : settings
      : authorizationServerOf(oauth, settings)
  const origin = originOf(server?.issuer ?? server?.token_endpoint ?? '')
  const place = audienceOf(config)
  return origin === null || place === null ? null : [...new Set([origin, place])]
}

/** What an authorization server gave an integration: a row of `integration_grants`. Nothing secret. */
export const GrantRow = z.object({
  issuer: z.nullable(z.string()),
  client_id: z.string(),
  scopes: z.array(z.string()),
  missing_scopes: z.array(z.string()),
  /** Of the access token; null where the server did not say. */
  expires_at: z.nullable(Timestamp),
  is_renewable: z.boolean(),
  granted_at: Timestamp,
  /** When a renewal was refused for good; null while it holds. */
  revoked_at: z.nullable(Timestamp),
})
export type GrantRow = z.infer<typeof GrantRow>
