import * as z from 'zod/mini'
import type { Challenge } from './mcp-challenge.ts'
import { failed, firstOf, isEndpoint, type Lookup } from './well-known.ts'

/** What a protected MCP server says of itself (RFC 9728 §2). */
const ResourceMetadata = z.object({
  resource: z.string().check(z.maxLength(2_048)),
  authorization_servers: z._default(z.array(z.string()), []),
  scopes_supported: z.exactOptional(z.array(z.string())),
})
export type ResourceMetadata = z.infer<typeof ResourceMetadata>

/**
 * The metadata of the server at `serverUrl`: where its challenge says, else at the well-known paths.
 * Null where there are none.
 *
 * @throws AuthorizationError `mismatch` where they are another resource's: a token for that one must
 * not be asked for, nor be sent here.
 */
export async function resourceMetadata(
  serverUrl: URL,
  challenge: Challenge | null,
  { fetch, allowInsecure }: Lookup,
): Promise<ResourceMetadata | null> {
  const named = challenge?.resourceMetadata ?? null
  if (named !== null && !isEndpoint(named, allowInsecure)) {
    throw failed(
      `${serverUrl.host} names an address for its metadata that is no https address.`,
      'forbidden',
    )
  }
  const urls = named === null ? wellKnownUrls(serverUrl) : [new URL(named)]
  const metadata = await firstOf(urls, ResourceMetadata, fetch)
  if (metadata !== null && !covers(metadata.resource, serverUrl)) {
    throw failed(
      `${serverUrl.host} says that it is another server, so no access to that one is asked for. Check the address, or tell whoever runs it.`,
      'mismatch',
    )
  }
  if (metadata !== null || named === null) return metadata
  throw failed(`${serverUrl.host} names metadata that are not there (RFC 9728).`, 'malformed')
}

/** RFC 9728 §3.1: for the path of the server, then for its origin. */
function wellKnownUrls({ origin, pathname, search }: URL): URL[] {
  const root = new URL('/.well-known/oauth-protected-resource', origin)
  const path = pathname.replace(/\/$/, '')
  return path === '' && search === ''
    ? [root]
    : [new URL(`${root.pathname}${path}${search}`, origin), root]
}

/**
 * True where `resource` is the server, or what the server is a part of by its path: RFC 9728 §3.3
 * wants them identical, but a server's metadata often name its origin.
 */
function covers(resource: string, server: URL): boolean {
  if (!URL.canParse(resource) || resource.includes('#')) return false
  const url = new URL(resource)
  const isQueryRight = url.search === '' || url.search === server.search
  const folder = (path: string) => (path.endsWith('/') ? path : `${path}/`)
  return (
    url.origin === server.origin &&
    isQueryRight &&
    folder(server.pathname).startsWith(folder(url.pathname))
  )
}
