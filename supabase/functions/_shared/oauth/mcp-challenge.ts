import { processRevocationResponse, WWWAuthenticateChallengeError } from 'oauth4webapi'
import { type Fetch, networkFailure } from './oauth-requests.ts'

/** What a protected MCP server says when it refuses (RFC 6750 §3, RFC 9728 §5.1). */
export interface Challenge {
  /** Where its metadata are; null where it does not say. */
  resourceMetadata: string | null
  /** Needed for the request that was refused; null where it does not say. */
  scopes: string[] | null
  /** `invalid_token`, `insufficient_scope`; null for a request without a token. */
  error: string | null
}

const VERSION = '2026-07-28'
const ASKS: RequestInit[] = [
  // A list, since many servers let anybody initialize.
  post('tools/list', {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': VERSION,
      'io.modelcontextprotocol/clientInfo': { name: 'patchbay', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  }),
  post('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'patchbay', version: '1' },
  }),
  // Servers of the SSE transport take no POST at their address.
  { method: 'GET', headers: { accept: 'text/event-stream' } },
]

/**
 * Asks without any credential, to be refused. Null where nothing refuses: the server may still want
 * a token later, and say so in its metadata.
 *
 * @throws AuthorizationError `unreachable` or `forbidden` where the server cannot be asked.
 */
export async function challengeOf(serverUrl: URL, fetch: Fetch): Promise<Challenge | null> {
  for (const init of ASKS) {
    const response = await fetch(serverUrl, init).catch((error: unknown) => {
      throw networkFailure(error, serverUrl.host)
    })
    // What it says is in the header; a stream would have no end.
    await response.body?.cancel()
    if (response.status === 401) return challengeIn(response)
  }
  return null
}

/** The Bearer challenge of a refusal, whatever other schemes stand beside it. */
export async function challengeIn({ headers }: Response): Promise<Challenge> {
  const bearer = (await challengesIn(headers)).find(({ scheme }) => scheme === 'bearer')
  const { resource_metadata, scope, error } = bearer?.parameters ?? {}
  return {
    resourceMetadata: resource_metadata ?? null,
    scopes: scope?.split(/\s+/).filter((one) => one !== '') ?? null,
    error: error ?? null,
  }
}

/**
 * WWW-Authenticate, parsed (RFC 9110 §11.6.1). oauth4webapi does so in every answer that it judges;
 * that to a revocation is the one without a body.
 */
async function challengesIn(headers: Headers) {
  try {
    await processRevocationResponse(new Response(null, { status: 401, headers }))
  } catch (error) {
    if (error instanceof WWWAuthenticateChallengeError) return error.cause
  }
  return []
}

function post(method: string, params: object): RequestInit {
  return {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...(method === 'initialize' ? {} : { 'mcp-protocol-version': VERSION, 'mcp-method': method }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  }
}
