import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FailureCode } from '../../supabase/functions/_shared/contract/errors.ts'
import { STAGES, type Stage, TestReport } from '../../supabase/functions/_shared/contract/report.ts'
import { ProbeRunner, RUNTIMES, type Told, type WireSubject } from '../support/probe-runner.ts'
import { auth, graphqlSubject, mcpSubject, restSubject } from '../support/probe-subjects.ts'
import {
  type Certificate,
  startRawUpstream,
  startUpstream,
  type Upstream,
} from '../support/upstream-server.ts'

const LIMIT_MS = 11_000
const JWT = auth({ kind: 'jwt', token: 'canary-token-4711-x7Qa' })
const CANARY = /canary-token/

interface Trap {
  does: string
  upstream: () => Promise<Upstream>
  subject?: (origin: string) => WireSubject
  stage: Stage
  /** More than one where the moment decides, and both are true. */
  codes: FailureCode[]
  /** What the message tells besides. */
  says?: RegExp
}

const http = (listener: RequestListener) => () => startUpstream(listener)
const https = (certificate: Certificate) => () =>
  startUpstream((_, response) => response.end('{}'), certificate)
const rest = (origin: string) => restSubject(origin, JWT)
const mcp = (origin: string) => mcpSubject(`${origin}/mcp`, JWT)
const sse = (origin: string) => mcpSubject(`${origin}/sse`, { ...JWT, config: { protocol: 'sse' } })

/** Writes `chunk` as fast as it is taken, up to `total` bytes, or for ever. */
function pour(chunk: Buffer, total = Number.POSITIVE_INFINITY): RequestListener {
  return (_, response) => {
    let sent = 0
    const more = () => {
      while (!response.destroyed && sent < total) {
        sent += chunk.length
        if (!response.write(chunk)) return
      }
      response.end()
    }
    response.on('drain', more)
    more()
  }
}

const json: RequestListener = (_, response) =>
  response.setHeader('content-type', 'application/json')
const events: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}
const both =
  (first: RequestListener, second: RequestListener): RequestListener =>
  (request, response) => {
    first(request, response)
    second(request, response)
  }
const slowly =
  (text: string): RequestListener =>
  (_, response) => {
    const timer = setInterval(() => response.write(text), 500)
    response.on('close', () => clearInterval(timer))
  }
const page: RequestListener = (_, response) => {
  response.setHeader('content-type', 'text/html').end('<!doctype html><title>Welcome</title>')
}

const TRAPS: Trap[] = [
  {
    does: 'is not there',
    upstream: async () => {
      const gone = await startUpstream(() => {})
      await gone.close()
      return { ...gone, close: async () => {} }
    },
    stage: 'reach',
    codes: ['connection_refused'],
  },
  {
    does: 'has a name that nobody knows',
    upstream: http(() => {}),
    subject: () => rest('http://no-such-host.invalid'),
    stage: 'reach',
    codes: ['dns_failed'],
  },
  {
    does: 'takes the connection and hangs',
    upstream: () => startRawUpstream(() => {}),
    stage: 'reach',
    codes: ['unreachable'],
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
    stage: 'reach',
    codes: ['unreachable'],
  },
  {
    does: 'hangs in the TLS handshake',
    upstream: () => startRawUpstream(() => {}),
    subject: (origin) => rest(origin.replace('http:', 'https:')),
    stage: 'reach',
    codes: ['connect_timeout', 'unreachable'],
  },
  {
    does: 'resets before it answers',
    upstream: () =>
      startRawUpstream((socket) => socket.once('data', () => socket.resetAndDestroy())),
    stage: 'reach',
    codes: ['connection_reset'],
  },
  {
    does: 'does not speak HTTP',
    upstream: () => startRawUpstream((socket) => socket.end('SSH-2.0-OpenSSH_9.2p1\r\n')),
    stage: 'reach',
    codes: ['unreachable'],
    says: /does not speak HTTP/,
  },
  {
    does: 'redirects to itself for ever',
    upstream: http((_, response) => response.writeHead(302, { location: '/again' }).end()),
    stage: 'reach',
    codes: ['redirect_loop'],
  },
  {
    does: 'has a certificate signed by itself',
    upstream: https('self-signed'),
    stage: 'reach',
    codes: ['tls_invalid'],
    says: /signed by nobody we trust/,
  },
  {
    does: 'has a certificate for another host',
    upstream: https('wrong-host'),
    stage: 'reach',
    codes: ['tls_invalid'],
    says: /for another name/,
  },
  {
    does: 'has a certificate for another host than its address',
    upstream: https('wrong-host'),
    subject: (origin) => rest(origin.replace('localhost', '127.0.0.1')),
    stage: 'reach',
    codes: ['tls_invalid'],
  },
  {
    does: 'has a certificate that expired',
    upstream: https('expired'),
    stage: 'reach',
    codes: ['tls_invalid'],
    says: /has expired/,
  },
  {
    does: 'speaks plain HTTP where TLS is expected',
    upstream: http(() => {}),
    subject: (origin) => rest(origin.replace('http:', 'https:')),
    stage: 'reach',
    codes: ['tls_invalid'],
  },
  {
    does: 'trickles its body',
    upstream: http(both(json, slowly(' '))),
    stage: 'speak',
    codes: ['response_timeout'],
  },
  {
    does: 'resets in the middle of its body',
    upstream: http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
      response.write('{"login":')
      setTimeout(() => response.socket?.resetAndDestroy(), 50)
    }),
    stage: 'speak',
    codes: ['response_reset'],
  },
  {
    does: 'ends before the length it announced',
    upstream: () =>
      startRawUpstream((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"a":')),
      ),
    stage: 'speak',
    codes: ['response_reset'],
  },
  {
    does: 'sends 1 GB',
    upstream: http(both(json, pour(Buffer.alloc(65_536, ' '), 2 ** 30))),
    stage: 'speak',
    codes: ['response_too_large'],
  },
  {
    does: 'announces 1 GB',
    upstream: http((_, response) => {
      response.writeHead(200, { 'content-length': 2 ** 30 }).flushHeaders()
    }),
    stage: 'speak',
    codes: ['response_too_large'],
  },
  {
    does: 'sends headers of 64 KB',
    upstream: () =>
      startRawUpstream((socket) =>
        socket.once('data', () =>
          socket.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(65_536)}\r\n\r\n`),
        ),
      ),
    stage: 'speak',
    codes: ['response_too_large'],
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
    stage: 'speak',
    codes: ['response_too_large'],
  },
  {
    does: 'sends gzip that is none',
    upstream: http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end('{"login":"me"}')
    }),
    stage: 'speak',
    codes: ['invalid_encoding'],
  },
  {
    does: 'sends invalid JSON',
    upstream: http(both(json, (_, response) => response.end('{"login": "me"'))),
    stage: 'speak',
    codes: ['invalid_json'],
  },
  {
    does: 'sends invalid UTF-8',
    upstream: http(
      both(json, (_, response) => response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22]))),
    ),
    stage: 'speak',
    codes: ['invalid_encoding'],
  },
  { does: 'sends HTML with status 200', upstream: http(page), stage: 'speak', codes: ['not_json'] },
  {
    does: 'calls an HTML page JSON',
    upstream: http(both(json, (_, response) => response.end('<!doctype html><p>Sign in</p>'))),
    stage: 'speak',
    codes: ['not_json'],
    says: /a web page/,
  },
  {
    does: 'streams events for ever where an API is expected',
    upstream: http(both(events, slowly('data: 1\n\n'))),
    stage: 'speak',
    codes: ['response_timeout'],
  },
  {
    does: 'sends HTML with status 200 instead of GraphQL',
    upstream: http(page),
    subject: (origin) => graphqlSubject(origin, JWT),
    stage: 'speak',
    codes: ['not_json'],
  },
  {
    does: 'answers JSON that is no GraphQL',
    upstream: http(both(json, (_, response) => response.end('{"hello":"world"}'))),
    subject: (origin) => graphqlSubject(origin, JWT),
    stage: 'speak',
    codes: ['not_graphql'],
  },
  {
    does: 'hangs instead of MCP',
    upstream: http(() => {}),
    subject: mcp,
    stage: 'reach',
    codes: ['unreachable'],
  },
  {
    does: 'resets instead of MCP',
    upstream: () =>
      startRawUpstream((socket) => socket.once('data', () => socket.resetAndDestroy())),
    subject: mcp,
    stage: 'reach',
    codes: ['connection_reset'],
  },
  {
    does: 'sends HTML with status 200 instead of MCP',
    upstream: http(page),
    subject: mcp,
    stage: 'speak',
    codes: ['not_mcp'],
    says: /web page/,
  },
  {
    does: 'sends invalid JSON instead of MCP',
    upstream: http(both(json, (_, response) => response.end('{"jsonrpc":'))),
    subject: mcp,
    stage: 'speak',
    codes: ['invalid_json'],
  },
  {
    does: 'sends JSON that is no MCP',
    upstream: http(both(json, (_, response) => response.end('{"hello":"world"}'))),
    subject: mcp,
    stage: 'speak',
    codes: ['not_mcp'],
  },
  {
    does: 'sends 1 GB of JSON instead of MCP',
    upstream: http(both(json, pour(Buffer.alloc(65_536, ' '), 2 ** 30))),
    subject: mcp,
    stage: 'speak',
    codes: ['response_too_large'],
  },
  {
    does: 'pours events for ever instead of MCP',
    upstream: http(both(events, pour(Buffer.from(`data: ${'x'.repeat(10_000)}\n\n`)))),
    subject: mcp,
    stage: 'speak',
    codes: ['response_too_large', 'response_timeout'],
  },
  {
    does: 'pours one endless event instead of MCP',
    upstream: http(both(events, pour(Buffer.alloc(65_536, 'x')))),
    subject: mcp,
    stage: 'speak',
    codes: ['response_too_large'],
  },
  {
    does: 'trickles events for ever instead of MCP',
    upstream: http(both(events, slowly(': still here\n\n'))),
    subject: mcp,
    stage: 'speak',
    codes: ['response_timeout'],
  },
  {
    does: 'opens SSE and never names its endpoint',
    upstream: http(both(events, slowly(': still here\n\n'))),
    subject: sse,
    stage: 'speak',
    codes: ['response_timeout'],
  },
  {
    does: 'pours events for ever over SSE',
    upstream: http(both(events, pour(Buffer.from(`data: ${'x'.repeat(10_000)}\n\n`)))),
    subject: sse,
    stage: 'speak',
    codes: ['response_too_large', 'response_timeout'],
  },
  {
    does: 'sends HTML with status 200 instead of SSE',
    upstream: http(page),
    subject: sse,
    stage: 'speak',
    codes: ['not_mcp'],
  },
]

describe.each(RUNTIMES)('On $runtime, an upstream that', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  const sprung = new Map<Trap, { upstream: Upstream; telling: Promise<Told> }>()

  beforeAll(async () => {
    // What is first run is loaded first: that time is Deno's, not the other side's.
    const calm = await startUpstream((_, response) => response.end('{"login":"me"}'))
    await runner.probe(rest(calm.origin))
    await calm.close()
    const spring = async (trap: Trap) => {
      const upstream = await trap.upstream()
      const telling = runner.probe((trap.subject ?? rest)(upstream.origin))
      sprung.set(trap, { upstream, telling })
      await telling.catch(() => {})
    }
    // What hangs costs nothing and hangs side by side; what costs work has the machine to itself,
    // or its work would be too slow for what it is to prove, and make the others late.
    await Promise.all(TRAPS.filter(isHanging).map(spring))
    for (const trap of TRAPS.filter((each) => !isHanging(each))) await spring(trap)
  }, 120_000)
  afterAll(async () => {
    await runner.stop()
    await Promise.all([...sprung.values()].map(({ upstream }) => upstream.close()))
  })

  test.each(TRAPS)('$does fails at $stage', { timeout: 15_000 }, async (trap) => {
    const { upstream, telling } = sprung.get(trap) ?? never()
    const { result, events: heard, wallMs } = await telling
    expect(result.failure, result.failure?.message).toMatchObject({ stage: trap.stage })
    expect(trap.codes).toContain(result.failure?.code)
    if (trap.says) expect(result.failure?.message).toMatch(trap.says)
    expect(wallMs).toBeLessThan(LIMIT_MS)

    TestReport.parse({ ...result, id: crypto.randomUUID(), integration_id: null })
    expect(result.stages.map(({ stage }) => stage)).toEqual(STAGES)
    expect(heard).toEqual(result.stages.filter(({ verdict }) => verdict !== 'not_reached'))
    const sum = result.stages.reduce((total, { ms }) => total + (ms ?? 0), 0)
    expect(sum).toBe(result.duration_ms)
    expect(JSON.stringify({ result, heard })).not.toMatch(CANARY)
    if (result.failure?.code === 'tls_invalid') expect(upstream.requests).toEqual([])
  })
})

/** Those that may end either way pour: they cost work. */
const isHanging = ({ codes }: Trap) =>
  codes.every((code) => ['unreachable', 'response_timeout', 'connect_timeout'].includes(code))

function never(): never {
  throw new Error('Every trap was set')
}
