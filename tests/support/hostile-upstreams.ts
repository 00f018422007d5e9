import { gzipSync } from 'node:zlib'
import type { FailureCode } from '../../supabase/functions/_shared/contract/errors.ts'
import { both, events, http, https, json, page, pour, slowly } from './hostile-behaviours.ts'
import type { WireSubject } from './probe-runner.ts'
import { auth, graphqlSubject, mcpSubject, restSubject } from './probe-subjects.ts'
import { startRawUpstream, startUpstream, type Upstream } from './upstream-server.ts'

export interface Trap {
  does: string
  upstream: () => Promise<Upstream>
  /** A REST API at its origin unless given. */
  subject?: (origin: string) => WireSubject
  code: FailureCode
  /** What the message tells besides. */
  says?: RegExp
}

const JWT = auth({ kind: 'jwt', token: 'canary-token-4711-x7Qa' })
/** In every secret that a trap is shown. */
export const CANARY = /canary-token/

export const rest = (origin: string) => restSubject(origin, JWT)
const mcp = (origin: string) => mcpSubject(`${origin}/mcp`, JWT)
const sse = (origin: string) => mcpSubject(`${origin}/sse`, { ...JWT, config: { protocol: 'sse' } })

export const TRAPS: Trap[] = [
  {
    does: 'is not there',
    upstream: async () => {
      const gone = await startUpstream(() => {})
      await gone.close()
      return { ...gone, close: async () => {} }
    },
    code: 'connection_refused',
  },
  {
    does: 'has a name that nobody knows',
    upstream: http(() => {}),
    subject: () => rest('http://no-such-host.invalid'),
    code: 'dns_failed',
  },
  {
    does: 'takes the connection and hangs',
    upstream: () => startRawUpstream(() => {}),
    code: 'unreachable',
    says: /connected, but no answer/,
  },
  {
    does: 'sends its headers slowly',
    upstream: () =>
      startRawUpstream((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n')
        const timer = setInterval(() => socket.write('x-slow: 1\r\n'), 500)
        socket.on('close', () => clearInterval(timer))
      }),
    code: 'unreachable',
  },
  {
    does: 'hangs in the TLS handshake',
    upstream: () => startRawUpstream(() => {}),
    subject: (origin) => rest(origin.replace('http:', 'https:')),
    code: 'connect_timeout',
  },
  {
    does: 'resets before it answers',
    upstream: () =>
      startRawUpstream((socket) => socket.once('data', () => socket.resetAndDestroy())),
    code: 'connection_reset',
  },
  {
    does: 'does not speak HTTP',
    upstream: () => startRawUpstream((socket) => socket.end('SSH-2.0-OpenSSH_9.2p1\r\n')),
    code: 'unreachable',
    says: /does not speak HTTP/,
  },
  {
    does: 'redirects to itself for ever',
    upstream: http((_, response) => response.writeHead(302, { location: '/again' }).end()),
    code: 'redirect_loop',
  },
  {
    does: 'redirects for ever in answers without an end',
    upstream: http((_, response) => response.writeHead(302, { location: '/again' }).flushHeaders()),
    code: 'redirect_loop',
  },
  {
    does: 'has a certificate signed by itself',
    upstream: https('self-signed'),
    code: 'tls_invalid',
    says: /signed by nobody we trust/,
  },
  {
    does: 'has a certificate for another host',
    upstream: https('wrong-host'),
    code: 'tls_invalid',
    says: /for another name/,
  },
  {
    does: 'has a certificate for another host than its address',
    upstream: https('wrong-host'),
    subject: (origin) => rest(origin.replace('localhost', '127.0.0.1')),
    code: 'tls_invalid',
  },
  {
    does: 'has a certificate that expired',
    upstream: https('expired'),
    code: 'tls_invalid',
    says: /has expired/,
  },
  {
    does: 'speaks plain HTTP where TLS is expected',
    upstream: http(() => {}),
    subject: (origin) => rest(origin.replace('http:', 'https:')),
    code: 'tls_invalid',
  },
  {
    does: 'trickles its body',
    upstream: http(both(json, slowly(' '))),
    code: 'response_timeout',
  },
  {
    does: 'resets in the middle of its body',
    upstream: http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
      response.write('{"login":')
      setTimeout(() => response.socket?.resetAndDestroy(), 50)
    }),
    code: 'response_reset',
  },
  {
    does: 'ends before the length it announced',
    upstream: () =>
      startRawUpstream((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"a":')),
      ),
    code: 'response_reset',
  },
  {
    does: 'sends 1 GB',
    upstream: http(both(json, pour(Buffer.alloc(65_536, ' '), 2 ** 30))),
    code: 'response_too_large',
  },
  {
    does: 'announces 1 GB',
    upstream: http((_, response) => {
      response.writeHead(200, { 'content-length': 2 ** 30 }).flushHeaders()
    }),
    code: 'response_too_large',
  },
  {
    does: 'sends headers of 64 KB',
    upstream: () =>
      startRawUpstream((socket) =>
        socket.once('data', () =>
          socket.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(65_536)}\r\n\r\n`),
        ),
      ),
    code: 'response_too_large',
  },
  {
    does: 'sends a gzip bomb',
    upstream: async () => {
      const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, ' '))
      return startUpstream((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        response.end(bomb)
      })
    },
    code: 'response_too_large',
  },
  {
    does: 'sends gzip that is none',
    upstream: http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end('{"login":"me"}')
    }),
    code: 'invalid_encoding',
  },
  {
    does: 'sends invalid JSON',
    upstream: http(both(json, (_, response) => response.end('{"login": "me"'))),
    code: 'invalid_json',
  },
  {
    does: 'sends invalid UTF-8',
    upstream: http(
      both(json, (_, response) => response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22]))),
    ),
    code: 'invalid_encoding',
  },
  { does: 'sends HTML with status 200', upstream: http(page), code: 'not_json' },
  {
    does: 'calls an HTML page JSON',
    upstream: http(both(json, (_, response) => response.end('<!doctype html><p>Sign in</p>'))),
    code: 'not_json',
    says: /a web page/,
  },
  {
    does: 'streams events for ever where an API is expected',
    upstream: http(both(events, slowly('data: 1\n\n'))),
    code: 'response_timeout',
  },
  {
    does: 'sends HTML with status 200 instead of GraphQL',
    upstream: http(page),
    subject: (origin) => graphqlSubject(origin, JWT),
    code: 'not_json',
  },
  {
    does: 'answers JSON that is no GraphQL',
    upstream: http(both(json, (_, response) => response.end('{"hello":"world"}'))),
    subject: (origin) => graphqlSubject(origin, JWT),
    code: 'not_graphql',
  },
  {
    does: 'hangs instead of MCP',
    upstream: http(() => {}),
    subject: mcp,
    code: 'unreachable',
  },
  {
    does: 'resets instead of MCP',
    upstream: () =>
      startRawUpstream((socket) => socket.once('data', () => socket.resetAndDestroy())),
    subject: mcp,
    code: 'connection_reset',
  },
  {
    does: 'sends HTML with status 200 instead of MCP',
    upstream: http(page),
    subject: mcp,
    code: 'not_mcp',
    says: /web page/,
  },
  {
    does: 'sends invalid JSON instead of MCP',
    upstream: http(both(json, (_, response) => response.end('{"jsonrpc":'))),
    subject: mcp,
    code: 'invalid_json',
  },
  {
    does: 'sends JSON that is no MCP',
    upstream: http(both(json, (_, response) => response.end('{"hello":"world"}'))),
    subject: mcp,
    code: 'not_mcp',
  },
  {
    does: 'sends 1 GB of JSON instead of MCP',
    upstream: http(both(json, pour(Buffer.alloc(65_536, ' '), 2 ** 30))),
    subject: mcp,
    code: 'response_too_large',
  },
  {
    does: 'pours events for ever instead of MCP',
    upstream: http(both(events, pour(Buffer.from(`data: ${'x'.repeat(10_000)}\n\n`)))),
    subject: mcp,
    code: 'response_too_large',
  },
  {
    does: 'pours one endless event instead of MCP',
    upstream: http(both(events, pour(Buffer.alloc(65_536, 'x')))),
    subject: mcp,
    code: 'response_too_large',
  },
  {
    does: 'trickles events for ever instead of MCP',
    upstream: http(both(events, slowly(': still here\n\n'))),
    subject: mcp,
    code: 'response_timeout',
  },
  {
    does: 'opens SSE and never names its endpoint',
    upstream: http(both(events, slowly(': still here\n\n'))),
    subject: sse,
    code: 'response_timeout',
  },
  {
    does: 'pours events for ever over SSE',
    upstream: http(both(events, pour(Buffer.from(`data: ${'x'.repeat(10_000)}\n\n`)))),
    subject: sse,
    code: 'response_too_large',
  },
  {
    does: 'sends HTML with status 200 instead of SSE',
    upstream: http(page),
    subject: sse,
    code: 'not_mcp',
  },
]
