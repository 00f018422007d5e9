import * as oauth from 'oauth4webapi'
import * as z from 'zod/mini'
import { ClientAuthMethod, type OAuthConfig } from '../contract/config.ts'
import { type Authority, AuthorizationError } from './authority.ts'
import { clientMetadata, clientMetadataDocument, clientMetadataUrl } from './client-metadata.ts'
import type { DiscoveredServer } from './discover-server.ts'
import { through } from './oauth-requests.ts'
import { failed, firstOf, type Lookup } from './well-known.ts'

export interface RegistrationRequest extends Lookup {
  /** What the person entered: a client and its issuer. */
  given: OAuthConfig | undefined
  /** Who was asked before. Its client is used again at its own issuer only. */
  known: Authority | null
  /** Origin of the page, which serves the client ID metadata document. */
  pageUrl: string
  redirectUri: string
}

/** As whom to ask, and a secret that was given for it just now. */
export type Registered = Pick<Authority, 'client' | 'registration'> & {
  clientSecret: string | null
}

/**
 * The client, in the order of MCP 2026-07-28: the one that the person entered, the metadata document
 * that the page serves, the one that was registered at this issuer before, a new registration.
 *
 * @throws AuthorizationError `client_id_required` where the person must enter one, `mismatch` where
 * the one that was entered belongs to another issuer.
 */
export async function clientAt(
  server: DiscoveredServer,
  request: RegistrationRequest,
): Promise<Registered> {
  const { given, known } = request
  if (given?.client_id !== undefined) {
    if (isOfAnother(server, request)) throw movedAway(server)
    const { client_id, client_auth } = given
    return {
      client: { client_id, token_endpoint_auth_method: client_auth },
      registration: 'entered',
      clientSecret: null,
    }
  }
  if (given?.grant === 'client_credentials') throw enterOne(server, request)
  if (await hasDocument(server, request)) {
    return {
      client: {
        client_id: clientMetadataUrl(request.pageUrl),
        token_endpoint_auth_method: 'none',
      },
      registration: 'metadata_document',
      clientSecret: null,
    }
  }
  if (known?.registration === 'registered' && known.server.issuer === server.issuer) {
    return { client: known.client, registration: 'registered', clientSecret: null }
  }
  return register(server, request)
}

/**
 * A client is its issuer's (RFC 6749 §2.2): the one that the person named, who is then the only one
 * asked, or the one where it was first used.
 */
function isOfAnother(server: DiscoveredServer, { given, known }: RegistrationRequest): boolean {
  if (given?.issuer !== undefined) return false
  const isSame = known?.registration === 'entered' && known.client.client_id === given?.client_id
  return isSame && known.server.issuer !== server.issuer
}

function movedAway({ issuer }: DiscoveredServer): AuthorizationError {
  return failed(
    `This server now sends people to ${new URL(issuer).host} to sign in, and the client ID was entered for another place. If you trust the new one, enter a client ID of it.`,
    'mismatch',
  )
}

/**
 * True where the server takes metadata documents and the page serves ours, with this redirect URI.
 * It must be looked at: a page that was built without its own address serves none.
 */
async function hasDocument(
  server: DiscoveredServer,
  { pageUrl, redirectUri, fetch }: RegistrationRequest,
): Promise<boolean> {
  if (server.client_id_metadata_document_supported !== true) return false
  // The draft's §3: a client ID is an https URL.
  if (new URL(pageUrl).protocol !== 'https:') return false
  const wanted = clientMetadataDocument(pageUrl, redirectUri)
  const Document = z.object({
    client_id: z.literal(wanted.client_id),
    redirect_uris: z.array(z.string()).check(z.refine((uris) => uris.includes(redirectUri))),
  })
  const found = await firstOf([new URL(wanted.client_id)], Document, fetch).catch(() => null)
  return found !== null
}

/** What RFC 7591 §3.2.1 leaves open: without a method it is the one that was asked for. */
const Method = z.object({ token_endpoint_auth_method: z.optional(z.string()) })

async function register(
  server: DiscoveredServer,
  request: RegistrationRequest,
): Promise<Registered> {
  if (server.registration_endpoint === undefined) throw enterOne(server, request)
  const asked = methodFor(server)
  const metadata = {
    ...clientMetadata(request.pageUrl, request.redirectUri),
    token_endpoint_auth_method: asked,
  }
  const { fetch, allowInsecure } = request
  const response = await oauth.dynamicClientRegistrationRequest(
    server,
    metadata,
    through(fetch, allowInsecure),
  )
  const answer = await judged(response, server, request)
  const method = z.safeParse(
    ClientAuthMethod,
    Method.parse(answer).token_endpoint_auth_method ?? asked,
  )
  const clientSecret = typeof answer.client_secret === 'string' ? answer.client_secret : null
  if (!method.success || (method.data !== 'none' && clientSecret === null)) {
    throw failed(
      `${new URL(server.issuer).host} registered Patchbay in a way that cannot be used.`,
      'unsupported',
    )
  }
  return {
    client: { client_id: answer.client_id, token_endpoint_auth_method: method.data },
    registration: 'registered',
    clientSecret: method.data === 'none' ? null : clientSecret,
  }
}

/** This client can keep a secret, so it asks for one where it may. RFC 8414 §2 has the default. */
function methodFor(server: DiscoveredServer): ClientAuthMethod {
  const offered = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const preferred: ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post', 'none']
  const found = preferred.find((method) => offered.includes(method))
  if (found !== undefined) return found
  throw failed(
    `${new URL(server.issuer).host} knows no way for a client to prove itself that Patchbay knows.`,
    'unsupported',
  )
}

async function judged(response: Response, server: DiscoveredServer, request: RegistrationRequest) {
  const { status } = response
  if (status === 429 || status >= 500) {
    throw failed(
      `${new URL(server.issuer).host} cannot register Patchbay right now. Try again in a few minutes.`,
      'unreachable',
    )
  }
  try {
    return await oauth.processDynamicClientRegistrationResponse(await asTheRfcHasIt(response))
  } catch {
    throw enterOne(server, request)
  }
}

/** Many answer 200 for 201, or leave client_secret_expires_at out where it is 0 (RFC 7591 §3.2.1). */
async function asTheRfcHasIt(response: Response): Promise<Response> {
  if (!response.ok) return response
  const parsed = z.safeParse(
    z.looseObject({ client_id: z.string() }),
    await response.json().catch(() => null),
  )
  return Response.json(parsed.success ? { client_secret_expires_at: 0, ...parsed.data } : {}, {
    status: 201,
  })
}

function enterOne(
  { issuer, registration_endpoint }: DiscoveredServer,
  { redirectUri }: RegistrationRequest,
): AuthorizationError {
  const { host } = new URL(issuer)
  const why =
    registration_endpoint === undefined
      ? `${host} registers no clients by itself`
      : `${host} did not register Patchbay by itself`
  return new AuthorizationError(
    'client_id_required',
    `${why}. Register Patchbay there with the redirect address ${redirectUri}, and enter the client ID.`,
    { reason: 'unsupported' },
  )
}
