import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** Public addresses, as far as anybody can tell: the attacker's own server. */
export const LURE = '93.184.216.34'
export const LURE_IPV6 = '2606:2800:220:1:248:1893:25c8:1946'

/**
 * Serves that port of every address of this machine: at the lure's own the attacker's server, at all
 * others the canary, whose visits it tells.
 */
export async function startLureAndCanary(
  port: number,
  onVisit: (visit: string) => void,
): Promise<void> {
  const server = createServer((request, response) => {
    // A new request has to make a connection of its own.
    response.setHeader('connection', 'close')
    const { localAddress = '', localPort } = request.socket
    if (isLure(localAddress)) return lead(request, response)
    onVisit(`${localAddress} ${localPort} ${request.method} ${request.url}`)
    return response.end('{"login":"canary"}')
  })
  // What sends no request, or none that is HTTP, was there too.
  server.on('connection', (socket) => {
    if (!isLure(socket.localAddress ?? '')) onVisit(`${socket.localAddress} ${socket.localPort}`)
  })
  await new Promise<void>((resolve) => server.listen(port, '::', resolve))
}

function isLure(address: string): boolean {
  return [LURE, LURE_IPV6].includes(address.replace(/^::ffff:/, ''))
}

/** The path says which way to lead us, and where to. */
function lead({ url = '', headers }: IncomingMessage, response: ServerResponse): ServerResponse {
  const origin = `http://${headers.host}`
  const [, document, path = url] = /^\/\.well-known\/([\w-]+)(\/.*)$/.exec(url) ?? []
  const [, way = '', encoded = ''] = path.split('?')[0]?.split('/') ?? []
  const to = decodeURIComponent(encoded)
  if (document !== undefined) {
    response.setHeader('content-type', 'application/json')
    return response.end(JSON.stringify(metadataOf(way, origin, path, to)))
  }
  if (way.startsWith('mcp-')) {
    const named = way === 'mcp-resource-metadata' ? `Bearer resource_metadata="${to}"` : 'Bearer'
    return response
      .writeHead(401, { 'www-authenticate': Buffer.from(named, 'utf8').toString('latin1') })
      .end()
  }
  if (/^30[12378]$/.test(way)) {
    // Raw bytes, as a server may send them (RFC 9110 §5.5).
    const location = Buffer.from(to, 'utf8').toString('latin1')
    return response.writeHead(Number(way), { location }).end()
  }
  if (way === 'sse') {
    // It stays open, as such streams do.
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`event: endpoint\ndata: ${to}\n\n`)
    return response
  }
  return response.setHeader('content-type', 'application/json').end('{"login":"lure"}')
}

/** RFC 9728 of an MCP server here, or RFC 8414 of its authorization server; both are the attacker's. */
function metadataOf(way: string, origin: string, path: string, to: string): object {
  if (way === 'mcp-authorization-server')
    return { resource: origin + path, authorization_servers: [to] }
  if (way === 'mcp-registration') {
    const issuer = `${origin}${path.replace('mcp-registration', 'issuer')}`
    return { resource: origin + path, authorization_servers: [issuer] }
  }
  return {
    issuer: origin + path,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: to,
    code_challenge_methods_supported: ['S256'],
  }
}
