// Guarantees that metadata is the named issuer's own, and that its endpoints are https addresses.
// oauth4webapi compares issuers as URLs and knows no path insertion for OpenID Connect, so here.
import * as z from 'zod/mini'
import { endpoint, failed, firstOf, isEndpoint, type Lookup } from './well-known.ts'

const Names = z.array(z.string().check(z.maxLength(200)))

/** Of RFC 8414 §2 and OpenID Connect Discovery §3 what an authorization here reads. */
const serverMetadata = (allowInsecure: boolean) => {
  const address = endpoint(allowInsecure)
  return z.object({
    issuer: z.string(),
    authorization_endpoint: z.exactOptional(address),
    token_endpoint: address,
    registration_endpoint: z.exactOptional(address),
    revocation_endpoint: z.exactOptional(address),
    scopes_supported: z.exactOptional(Names),
    token_endpoint_auth_methods_supported: z.exactOptional(Names),
    code_challenge_methods_supported: z.exactOptional(Names.check(z.maxLength(20))),
    authorization_response_iss_parameter_supported: z.exactOptional(z.boolean()),
    client_id_metadata_document_supported: z.exactOptional(z.boolean()),
  })
}
export type DiscoveredServer = z.infer<ReturnType<typeof serverMetadata>>

/**
 * The metadata of the authorization server that is named `issuer`, exactly so (RFC 8414 §3.3).
 *
 * @throws AuthorizationError: `mismatch` for another issuer's metadata, `forbidden` for an issuer or
 * an endpoint that is no https address, `malformed` where there is no metadata, `unreachable`.
 */
export async function discoverServer(issuer: string, lookup: Lookup): Promise<DiscoveredServer> {
  const { fetch, allowInsecure } = lookup
  if (!isEndpoint(issuer, allowInsecure) || /[?#]/.test(issuer)) {
    throw failed('The address that is named to sign in at is no https address.', 'forbidden')
  }
  const base = new URL(issuer)
  const metadata = await firstOf(wellKnownUrls(base), z.looseObject({ issuer: z.string() }), fetch)
  if (metadata === null) {
    throw failed(`${base.host} does not say how to sign in there (RFC 8414).`, 'malformed')
  }
  if (metadata.issuer === issuer) return validated(metadata, base.host, allowInsecure)
  throw failed(
    `${base.host} describes itself as another server, so nobody is sent there to sign in. Tell whoever runs it.`,
    'mismatch',
  )
}

function validated(json: unknown, host: string, allowInsecure: boolean): DiscoveredServer {
  const parsed = z.safeParse(serverMetadata(allowInsecure), json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = String(issue?.path[0] ?? 'metadata')
  throw failed(
    `${host} describes itself in a way that cannot be used: its ${field} is no https address, or malformed.`,
    field.endsWith('_endpoint') ? 'forbidden' : 'malformed',
  )
}

/** RFC 8414 §3.1 and §5, in the order that MCP names. */
function wellKnownUrls(issuer: URL): URL[] {
  const path = issuer.pathname.replace(/\/$/, '')
  const paths = [
    `/.well-known/oauth-authorization-server${path}`,
    `/.well-known/openid-configuration${path}`,
    ...(path === '' ? [] : [`${path}/.well-known/openid-configuration`]),
  ]
  return paths.map((at) => new URL(at, issuer.origin))
}
