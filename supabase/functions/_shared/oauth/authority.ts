import type { AuthorizationServer } from 'oauth4webapi'
import type { ClientAuthMethod } from '../contract/config.ts'
import type { ApiErrorCode } from '../contract/errors.ts'

/** Whom to ask for tokens, as whom, and for what. It may be stored and shown: nothing secret is in it. */
export interface Authority {
  /**
   * RFC 8414 metadata; of endpoints that a type or a person names only these. `issuer` is then empty:
   * nobody knows it, so no answer's `iss` (RFC 9207) can be compared with it.
   */
  server: AuthorizationServer
  client: { client_id: string; token_endpoint_auth_method: ClientAuthMethod }
  /** How the client became known there: entered by the person, by its metadata document, or registered. */
  registration: 'entered' | 'metadata_document' | 'registered'
  /** The protected resource (RFC 8707), for MCP; null for vendors. */
  resource: string | null
  /** To ask for; empty leaves the parameter out. */
  scopes: string[]
}

/** What a program may conclude from a failed authorization; people read the message. */
export type AuthorizationReason =
  /** The person said no. */
  | 'denied'
  /** The code or the refresh token is used up, expired or revoked: only the person can mend it. */
  | 'invalid_grant'
  /** The server does not know the client, or its secret is wrong. */
  | 'invalid_client'
  | 'invalid_scope'
  /** Refused with another error of OAuth. */
  | 'refused'
  /** State, issuer or resource is another than what was asked: somebody may be mixing answers up. */
  | 'mismatch'
  /** It lacks what is needed, such as PKCE. */
  | 'unsupported'
  /** An address that is not called, or a redirect that is not followed. */
  | 'forbidden'
  /** The network, or a server that is down or busy. Nothing was decided: trying again may help. */
  | 'unreachable'
  /** An answer that cannot be understood. */
  | 'malformed'

/** Why there is no authority or no token. Its message is for people and holds nothing secret. */
export class AuthorizationError extends Error {
  override readonly name = 'AuthorizationError'
  readonly reason: AuthorizationReason

  constructor(
    readonly code: Extract<
      ApiErrorCode,
      'authorization_denied' | 'authorization_failed' | 'client_id_required'
    >,
    message: string,
    { reason = 'refused', ...options }: ErrorOptions & { reason?: AuthorizationReason } = {},
  ) {
    super(message, options)
    this.reason = reason
  }
}
