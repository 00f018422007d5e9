import type { AuthorizationServer } from 'oauth4webapi'
import type { ClientAuthMethod } from '../contract/config.ts'
import type { ApiErrorCode } from '../contract/errors.ts'

/** Whom to ask for tokens, as whom, and for what. It may be stored and shown: nothing secret is in it. */
export interface Authority {
  /** RFC 8414 metadata; of endpoints that a type or a person names only these. */
  server: AuthorizationServer
  client: { client_id: string; token_endpoint_auth_method: ClientAuthMethod }
  /** How the client became known there: entered by the person, by its metadata document, or registered. */
  registration: 'entered' | 'metadata_document' | 'registered'
  /** The protected resource (RFC 8707), for MCP; null for vendors. */
  resource: string | null
  /** To ask for; empty leaves the parameter out. */
  scopes: string[]
}

/** Why there is no authority or no token. Its message is for people and holds nothing secret. */
export class AuthorizationError extends Error {
  override readonly name = 'AuthorizationError'

  constructor(
    readonly code: Extract<
      ApiErrorCode,
      'authorization_denied' | 'authorization_failed' | 'client_id_required'
    >,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
