import {
  createMcpHandler,
  McpServer,
  OAuthError,
  OAuthErrorCode,
  requireBearerAuth,
} from '@modelcontextprotocol/server'
import type { AuthorizationServer } from './authorization-server.ts'
import { listenerOf } from './probe-mcp-servers.ts'
import { startUpstream, type Upstream } from './upstream-server.ts'

const METADATA = '/.well-known/oauth-protected-resource/mcp'

export interface ProtectedMcp extends Upstream {
  /** Where it speaks MCP. */
  url: string
  /** From now on it sends people there. */
  moveTo(issuer: AuthorizationServer): void
}

/** An MCP server of both eras on the official SDK, for whoever has a token that is meant for it. */
export async function startProtected(issuer: AuthorizationServer): Promise<ProtectedMcp> {
  let current = issuer
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'protected-fixture', version: '1.0.0' })
    server.registerTool('greet', { description: 'Says hello' }, async () => ({
      content: [{ type: 'text', text: 'Hello' }],
    }))
    return server
  })
  const upstream = await startUpstream(
    listenerOf(async (request) => {
      const { origin, pathname } = new URL(request.url)
      const resource = `${origin}/mcp`
      if (pathname === METADATA) {
        return Response.json({
          resource,
          authorization_servers: [current.origin],
          scopes_supported: ['tools:read'],
        })
      }
      const gate = requireBearerAuth({
        verifier: { verifyAccessToken: (token) => verified(current, token) },
        expectedResource: new URL(resource),
        resourceMetadataUrl: `${origin}${METADATA}`,
        requiredScopes: ['tools:read'],
      })
      const authInfo = await gate(request)
      return authInfo instanceof Response ? authInfo : handler.fetch(request, { authInfo })
    }),
  )
  return {
    ...upstream,
    url: `${upstream.origin}/mcp`,
    moveTo(next) {
      current = next
    },
  }
}

async function verified(server: AuthorizationServer, token: string) {
  const found = await server.find(token)
  if (found === null) throw new OAuthError(OAuthErrorCode.InvalidToken, 'Unknown token')
  return { token, ...found, resource: new URL(found.resource) }
}
