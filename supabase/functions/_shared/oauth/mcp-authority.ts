// Guarantees that an MCP server's authorization server is found as MCP 2026-07-28 has it, that its
// metadata are its own, and that a client is shown to no other issuer than the one it belongs to.
// Assumes that `fetch` is an egress: the server under test chooses every address that is asked here.
import * as z from 'zod/mini'
import type { OAuthConfig } from '../contract/config.ts'
import type { Authority } from './authority.ts'
import { type DiscoveredServer, discoverServer } from './discover-server.ts'
import { type Challenge, challengeOf } from './mcp-challenge.ts'
import { clientAt, type RegistrationRequest } from './mcp-registration.ts'
import { type ResourceMetadata, resourceMetadata } from './mcp-resource.ts'
import { failed } from './well-known.ts'

/** `fetch` is that of an egress; nothing confidential is sent. */
export interface McpAuthorityRequest extends RegistrationRequest {
  /** The MCP server: `config.url`. */
  serverUrl: URL
}

/**
 * Whom to ask for access to an MCP server. What `known` asked for there is asked for again beside what
 * is needed now, so that no permission is lost. `clientSecret` is that of a client that was registered
 * just now, to be sealed at once; a known one's is where it was put then.
 *
 * @throws AuthorizationError `client_id_required` where the person must enter a client ID, else
 * `authorization_failed` with a reason.
 */
export async function authorityOfMcp(
  request: McpAuthorityRequest,
): Promise<{ authority: Authority; clientSecret: string | null }> {
  const { serverUrl, fetch, given, known } = request
  const challenge = await challengeOf(serverUrl, fetch)
  const metadata = await resourceMetadata(serverUrl, challenge, request)
  const issuer = issuerOf(metadata, request)
  const server = await discoverServer(issuer, request)
  requireCodeFlow(server, given)
  const resource = metadata?.resource ?? canonical(serverUrl)
  const before = known?.server.issuer === issuer && known.resource === resource ? known.scopes : []
  const { clientSecret, ...client } = await clientAt(server, request)
  const scopes = scopesFor(server, challenge, metadata, before)
  return { authority: { server: Kept.parse(server), ...client, resource, scopes }, clientSecret }
}

/**
 * RFC 9728 §7.6 leaves the choice to the client: the known one, else the first. Without metadata the
 * server may be of 2025-03-26, whose own origin is the issuer, or the person has named it.
 */
function issuerOf(
  metadata: ResourceMetadata | null,
  { serverUrl, given, known }: McpAuthorityRequest,
): string {
  if (metadata === null) return given?.issuer ?? serverUrl.origin
  const named = metadata.authorization_servers
  if (given?.issuer !== undefined && named.length > 0 && !named.includes(given.issuer)) {
    throw failed(
      `${serverUrl.host} does not send people to ${new URL(given.issuer).host} to sign in. Correct the issuer, or leave it out.`,
      'mismatch',
    )
  }
  const before = known !== null && named.includes(known.server.issuer) ? known.server.issuer : null
  const issuer = given?.issuer ?? before ?? named[0]
  if (issuer !== undefined) return issuer
  throw failed(
    `${serverUrl.host} wants access to be asked for, and does not say where. Tell whoever runs it.`,
    'malformed',
  )
}

/** MCP, "Authorization Code Protection": who does not announce S256 is not used. */
function requireCodeFlow(server: DiscoveredServer, given: OAuthConfig | undefined): void {
  if (given?.grant === 'client_credentials') return
  const { host } = new URL(server.issuer)
  if (server.authorization_endpoint === undefined) {
    throw failed(`${host} does not say where people sign in.`, 'malformed')
  }
  if (!server.code_challenge_methods_supported?.includes('S256')) {
    throw failed(
      `${host} does not announce that it protects the sign-in with PKCE, so it is not used.`,
      'unsupported',
    )
  }
}

const MAX_SCOPES = 100

/** MCP, "Scope Selection Strategy" and "Refresh Tokens". */
function scopesFor(
  server: DiscoveredServer,
  challenge: Challenge | null,
  metadata: ResourceMetadata | null,
  before: readonly string[],
): string[] {
  const wanted = challenge?.scopes ?? metadata?.scopes_supported ?? []
  const asked = new Set(
    [...before, ...wanted].filter((scope) => scope !== 'offline_access' && isScope(scope)),
  )
  const isOffline = asked.size > 0 && server.scopes_supported?.includes('offline_access') === true
  return [...asked].slice(0, MAX_SCOPES).concat(isOffline ? ['offline_access'] : [])
}

/** RFC 6749 §3.3. */
function isScope(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(text)
}

/** MCP, "Canonical Server URI": without a slash at the end that says nothing. */
function canonical({ origin, pathname, search }: URL): string {
  return `${origin}${pathname.replace(/\/$/, '')}${search}`
}

/** What is needed once people have been sent there: lists of any length need not be stored. */
const Kept = z.object({
  issuer: z.string(),
  authorization_endpoint: z.exactOptional(z.string()),
  token_endpoint: z.string(),
  revocation_endpoint: z.exactOptional(z.string()),
  code_challenge_methods_supported: z.exactOptional(z.array(z.string())),
  authorization_response_iss_parameter_supported: z.exactOptional(z.boolean()),
})
