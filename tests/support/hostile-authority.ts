import type { RequestListener, ServerResponse } from 'node:http'
import { startUpstream, type Upstream } from './upstream-server.ts'

export type Say = (response: ServerResponse) => void

export interface Trap {
  /** Where it claims to speak MCP; it refuses everybody. */
  url: string
  mcp: Upstream
  issuer: Upstream
  close(): Promise<void>
}

interface Lies {
  /** Instead of, or beside, what an honest server would say of itself. */
  resource?: (own: { mcp: string; issuer: string }) => object
  server?: (own: { mcp: string; issuer: string }) => object
  /** Instead of the whole answer, by path. */
  answers?: Record<string, Say>
  challenge?: (own: { mcp: string }) => string
}

export const json =
  (body: object, status = 200): Say =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }

export const redirect =
  (to: string): Say =>
  (response) => {
    response.writeHead(307, { location: to }).end()
  }

/** More than is ever read, and without an end. */
export const flood: Say = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const pour = () => {
    while (!response.destroyed && response.write(`"${'x'.repeat(65_536)}",`));
  }
  response.on('drain', pour)
  response.write('[')
  pour()
}

/** An MCP server and its authorization server that are honest but for `lies`. */
export async function setTrap(lies: Lies = {}): Promise<Trap> {
  const listener: RequestListener = (request, response) => {
    const path = new URL(request.url ?? '', 'http://any').pathname
    const own = { mcp: mcp.origin, issuer: issuer.origin }
    const told = lies.answers?.[path] ?? honest(path, own)
    told(response)
  }
  const [mcp, issuer] = await Promise.all([startUpstream(listener), startUpstream(listener)])

  function honest(path: string, own: { mcp: string; issuer: string }): Say {
    switch (path) {
      case '/mcp':
        return (response) => {
          const challenge = lies.challenge?.(own) ?? 'Bearer'
          response.writeHead(401, { 'www-authenticate': challenge }).end()
        }
      case '/.well-known/oauth-protected-resource/mcp':
        return json({
          resource: `${own.mcp}/mcp`,
          authorization_servers: [own.issuer],
          ...lies.resource?.(own),
        })
      case '/.well-known/oauth-authorization-server':
        return json({
          issuer: own.issuer,
          authorization_endpoint: `${own.issuer}/authorize`,
          token_endpoint: `${own.issuer}/token`,
          registration_endpoint: `${own.issuer}/register`,
          code_challenge_methods_supported: ['S256'],
          ...lies.server?.(own),
        })
      case '/register':
        return json({ client_id: 'new', client_secret: 'canary-secret-of-a-client' }, 201)
      case '/token':
        return json({ access_token: 'canary-access-token' })
      default:
        return json({}, 404)
    }
  }

  return {
    url: `${mcp.origin}/mcp`,
    mcp,
    issuer,
    close: async () => {
      await Promise.all([mcp.close(), issuer.close()])
    },
  }
}
