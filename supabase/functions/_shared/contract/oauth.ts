import * as z from 'zod/mini'
import { Timestamp } from './timestamp.ts'

/** 32 random bytes, or a SHA-256 of such, in base64url without padding. */
const Key = z.string().check(z.regex(/^[\w-]{43}$/, 'Not a key of 32 bytes'))

/**
 * `POST oauth/start`, with the person's token. `browserHash` is the SHA-256 of a key that the page
 * made and keeps in this tab alone: who cannot show the key cannot finish.
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
