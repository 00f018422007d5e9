// Guarantees that a vendor's tokens come from the server that its type names, or where the type
// leaves that to the person from the one of the config, discovered under exactly its own issuer.
import type { OAuthConfig } from '../contract/config.ts'
import { authorizationServerOf, type NamedServer } from '../contract/oauth.ts'
import type { OAuthSettings } from '../contract/type-defaults.ts'
import { type Authority, AuthorizationError } from './authority.ts'
import { discoverServer } from './discover-server.ts'
import type { Lookup } from './well-known.ts'

/** `fetch` is that of an egress; nothing confidential is sent. */
export interface VendorAuthorityRequest extends Lookup {
  /** As people know the vendor. */
  name: string
  given: OAuthConfig | undefined
  settings: OAuthSettings | undefined
  /** `config.scopes`; empty means those of the type. */
  scopes: readonly string[]
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

/** What an authorization needs of the metadata; the rest may be of any size. */
async function discover(issuer: string, lookup: Lookup): Promise<Authority['server']> {
  const {
    registration_endpoint: _registration,
    scopes_supported: _scopes,
    token_endpoint_auth_methods_supported: _methods,
    client_id_metadata_document_supported: _documents,
    ...needed
  } = await discoverServer(issuer, lookup)
  return needed
}
