import type { OAuthConfig } from '../contract/config.ts'
import { type Authority, AuthorizationError } from './authority.ts'

export interface McpAuthorityRequest {
  serverUrl: URL
  /** An egress; nothing confidential is sent. */
  fetch: (input: string | URL, init?: RequestInit) => Promise<Response>
  /** Client and issuer that the person entered. */
  given: OAuthConfig | undefined
  /** A client that was registered before; used only at the issuer it belongs to. */
  known: Authority | null
  /** Origin of the page: client metadata document. */
  pageUrl: string
  redirectUri: string
  allowInsecure: boolean
}

/** clientSecret: of a client that was registered just now; to be sealed at once. */
export function authorityOfMcp(
  _request: McpAuthorityRequest,
): Promise<{ authority: Authority; clientSecret: string | null }> {
  throw new AuthorizationError('authorization_failed', 'MCP servers cannot be signed in to yet.')
}
