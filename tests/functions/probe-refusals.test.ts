import { setTimeout as after } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { initialize, type LegacyServer, legacyServer } from '../support/probe-mcp-servers.ts'
import { ProbeRunner } from '../support/probe-runner.ts'
import { auth, graphqlSubject, mcpSubject, restSubject } from '../support/probe-subjects.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { startUpstream } from '../support/upstream-server.ts'

const JWT = auth({ kind: 'jwt', token: 'canary-token-4711' })
const SSE = { config: { protocol: 'sse' as const } }
const KINDS = [
  { kind: 'REST', subject: restSubject },
  { kind: 'GraphQL', subject: graphqlSubject },
  { kind: 'MCP', subject: mcpSubject },
] as const

const STREAM = { 'content-type': 'text/event-stream' }
const SCOPE = { 'www-authenticate': 'Bearer error="insufficient_scope"' }

describe.each(RUNTIMES)('On $runtime', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  const opened: { close(): Promise<void> }[] = []
  const keep = <T extends { close(): Promise<void> }>(server: T): T => {
    opened.push(server)
    return server
  }
  afterAll(async () => {
    await runner.stop()
    await Promise.all(opened.map((server) => server.close()))
  })

  describe('an MCP server that refuses one list and shows another', () => {
    const early = (answer: object | number) => async () => answer
    const late = (answer: object | number) => async () => {
      await after(40)
      return answer
    }
    const tools = { tools: [] }
    const resources = { resources: [] }
    const refusing = async (lists: LegacyServer['answers'], headers = {}) => {
      const server = await legacyServer({
        answers: { initialize: initialize({ tools: {}, resources: {} }), ...lists },
        headers,
        goodbyeMs: 100,
      })
      return (await runner.probe(mcpSubject(keep(server).origin, JWT))).result
    }

    test.each([
      { order: 'first', lists: { 'tools/list': early(401), 'resources/list': late(resources) } },
      { order: 'last', lists: { 'tools/list': early(tools), 'resources/list': late(401) } },
      { order: 'after a fault', lists: { 'tools/list': early(500), 'resources/list': late(401) } },
    ])('has refused the credential, also when the refusal comes $order', async ({ lists }) => {
      const result = await refusing(lists)
      expect(result.failure).toMatchObject({ stage: 'authenticate', code: 'credential_refused' })
      expect(result.stages.map(({ verdict }) => verdict)).toEqual([
        ...Array(3).fill('passed'),
        'failed',
        'not_reached',
      ])
    })

    test('says which scope is missing, however late it says so', async () => {
      const lists = { 'tools/list': early(tools), 'resources/list': late(403) }
      const { failure } = await refusing(lists, SCOPE)
      expect(failure).toMatchObject({ stage: 'authenticate', code: 'scope_missing' })
    })

    test('has accepted the credential where the rest is a fault of its own', async () => {
      const { failure, stages } = await refusing({
        'tools/list': early(tools),
        'resources/list': late(500),
      })
      expect(failure).toMatchObject({ stage: 'use', code: 'listing_failed' })
      expect(stages[3]?.evidence).toEqual([{ label: 'Auth', value: 'Credential accepted' }])
    })
  })

  describe('a refusal is told as one', () => {
    test('though its body never ends', async () => {
      const wall = keep(
        await startUpstream((_, response) => response.writeHead(401).write('{"message":')),
      )
      const subjects = [
        ...KINDS.map(({ subject }) => subject(wall.origin, JWT)),
        mcpSubject(wall.origin, { ...JWT, ...SSE }),
      ]
      for (const told of await Promise.all(subjects.map((subject) => runner.probe(subject)))) {
        expect(told.result.failure).toMatchObject({ code: 'credential_refused', http_status: 401 })
        expect(told.wallMs).toBeLessThan(5_000)
      }
    })

    test.each(KINDS)('though its body is larger than what is read: $kind', async ({ subject }) => {
      for (const pouring of [false, true]) {
        const wall = keep(
          await startUpstream((_, response) => {
            response.writeHead(403, pouring ? {} : { 'content-length': 3_000_000 })
            response.write(' '.repeat(3_000_000))
          }),
        )
        const { result } = await runner.probe(subject(wall.origin, JWT))
        expect(result.failure).toMatchObject({ stage: 'authenticate', code: 'permission_denied' })
      }
    })

    test.each([
      { 'content-type': 'application/json; charset=klingon' },
      { 'content-type': 'application/json', 'content-encoding': 'br' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    ])('though nobody can read its body: %o', async (headers) => {
      const wall = keep(
        await startUpstream((_, response) => response.writeHead(401, headers).end('{"a":"b"}')),
      )
      for (const { subject } of KINDS) {
        const { result } = await runner.probe(subject(wall.origin, JWT))
        expect(result.failure).toMatchObject({ code: 'credential_refused' })
      }
    })

    test('in its own words where they can be read', async () => {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
      const words = gzipSync('{"message":"Ask your admin"}')
      const wall = keep(
        await startUpstream((_, response) => response.writeHead(403, headers).end(words)),
      )
      const { result } = await runner.probe(restSubject(wall.origin, JWT))
      expect(result.failure?.message).toContain('Ask your admin')
    })
  })

  test.each(KINDS)('$kind: a 403 to nobody asks for a credential', async ({ subject }) => {
    const wall = keep(await startUpstream((_, response) => response.writeHead(403).end('{}')))
    const { result } = await runner.probe(subject(wall.origin))
    expect(result.failure).toMatchObject({ stage: 'authenticate', code: 'authorization_required' })

    const spent = { 'x-ratelimit-remaining': '0' }
    const busy = keep(
      await startUpstream((_, response) => response.writeHead(403, spent).end('{}')),
    )
    const limited = await runner.probe(subject(busy.origin))
    expect(limited.result.failure).toMatchObject({ code: 'upstream_rate_limited' })
  })

  test.each<{ how: string; notified: NonNullable<LegacyServer['notified']> }>([
    {
      how: 'with a body that never ends',
      notified: (response) => response.writeHead(202).flushHeaders(),
    },
    {
      how: 'with an event stream that it holds open',
      notified: (response) => response.writeHead(200, STREAM).write(': hello\n\n'),
    },
  ])('an MCP server that answers a notification $how is healthy', async ({ notified }) => {
    const answers = { initialize: initialize({ tools: {} }), 'tools/list': () => ({ tools: [] }) }
    const server = keep(await legacyServer({ answers, notified }))
    const { result, wallMs } = await runner.probe(mcpSubject(server.origin, JWT))
    expect(result.failure).toBeNull()
    expect(wallMs).toBeLessThan(5_000)
  })
})
