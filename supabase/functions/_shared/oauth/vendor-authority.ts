// Guarantees that a vendor's tokens come from the server that its type names, or where the type
// leaves that to the person from the one of the config, discovered under exactly its own issuer.
import * as oauth from 'oauth4webapi'
import * as z from 'zod/mini'
import { HttpUrl, type OAuthConfig } from '../contract/config.ts'
import { authorizationServerOf, type NamedServer } from '../contract/oauth.ts'
import type { OAuthSettings } from '../contract/type-defaults.ts'
import { type Authority, AuthorizationError } from './authority.ts'
import { authorizationFailure } from './authorization-failure.ts'
import { type Fetch, through } from './oauth-requests.ts'

/** What an authorization needs of RFC 8414's metadata; the rest may be of any size. */
const Metadata = z.object({
  issuer: HttpUrl,
  authorization_endpoint: z.optional(HttpUrl),
  token_endpoint: HttpUrl,
  code_challenge_methods_supported: z.optional(z.array(z.string()).check(z.maxLength(20))),
  authorization_response_iss_parameter_supported: z.optional(z.boolean()),
})

export interface VendorAuthorityRequest {
  /** As people know the vendor. */
  name: string
  given: OAuthConfig | undefined
  settings: OAuthSettings | undefined
  /** `config.scopes`; empty means those of the type. */
  scopes: readonly string[]
  /** An egress; nothing confidential is sent. */
  fetch: Fetch
  /** True only in the local stack: endpoints may be plain http. */
  allowInsecure: boolean
}

/** @throws AuthorizationError `client_id_required`, or `authorization_failed` where the server is no good. */
export async function authorityOfVendor(request: VendorAuthorityRequest): Promise<Authority> {
  const { name, given, settings, scopes } = request
  const named = authorizationServerOf(given, settings)
  if (named === null) {
    throw new AuthorizationError(
      'authorization_failed',
      `It is not known where one signs in at ${name}. Check the authorization server of the connection.`,
      { reason: 'unsupported' },
    )
  }
  if (given?.client_id === undefined) {
    throw new AuthorizationError(
      'client_id_required',
      `${name} registers no applications by itself. Register one there and enter its client ID.`,
    )
  }
  return {
    server: named.issuer === undefined ? endpointsOf(named) : await discover(named.issuer, request),
    client: { client_id: given.client_id, token_endpoint_auth_method: given.client_auth },
    registration: 'entered',
    resource: null,
    scopes: [...(scopes.length > 0 ? scopes : (settings?.scopes ?? []))],
  }
}

function endpointsOf({ authorization_endpoint, token_endpoint }: NamedServer) {
  return {
    issuer: '',
    ...(authorization_endpoint === undefined ? {} : { authorization_endpoint }),
    ...(token_endpoint === undefined ? {} : { token_endpoint }),
  }
}

/** RFC 8414 §3, and OpenID Connect Discovery §4 where the server has only that. */
async function discover(issuer: string, { fetch, allowInsecure }: VendorAuthorityRequest) {
  const url = new URL(issuer)
  const ask = (algorithm: 'oauth2' | 'oidc') =>
    oauth.discoveryRequest(url, { ...through(fetch, allowInsecure), algorithm })
  try {
    const first = await ask('oauth2')
    const response = first.status >= 400 && first.status < 500 ? await ask('oidc') : first
    const metadata = await oauth.processDiscoveryResponse(url, response)
    const parsed = z.safeParse(Metadata, metadata)
    if (parsed.success) return parsed.data
  } catch (error) {
    throw authorizationFailure(error, url.host)
  }
  throw new AuthorizationError(
    'authorization_failed',
    `${url.host} does not say where one signs in and where tokens are given.`,
    { reason: 'malformed' },
  )
}
