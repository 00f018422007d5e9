import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { initialize, legacy, startEverything, startModern } from '../support/probe-mcp-servers.ts'
import { ProbeRunner } from '../support/probe-runner.ts'
import { auth, mcpSubject } from '../support/probe-subjects.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { bodyOf, startUpstream, type Upstream } from '../support/upstream-server.ts'

const TOKEN = 'canary-token-4711'
const JWT = auth({ kind: 'jwt', token: TOKEN })

const variable = (name: string) => `$\{${name}}`

/** The reference server, of the version that package.json names. */
const WHAT_EVERYTHING_HAS = {
  server: { name: 'Everything Reference Server', version: '2.0.0' },
  tool_count: 13,
  resource_count: 7,
  prompt_count: 4,
}

describe.each(RUNTIMES)('On $runtime, an MCP server', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  const opened: { close(): Promise<void> }[] = [{ close: () => runner.stop() }]
  let everything: { url: string }
  let everythingSse: { url: string }
  let modern: Upstream

  const keep = <T extends { close(): Promise<void> }>(server: T): T => {
    opened.push(server)
    return server
  }

  beforeAll(async () => {
    everything = keep(await startEverything('streamableHttp'))
    everythingSse = keep(await startEverything('sse'))
    modern = keep(await startModern())
  })
  afterAll(async () => {
    await Promise.all(opened.map((server) => server.close()))
  })

  test('over Streamable HTTP is known down to its tools', async () => {
    const { result } = await runner.probe(mcpSubject(everything.url, JWT))
    expect(result.failure).toBeNull()
    expect(result.facts).toMatchObject({
      kind: 'mcp',
      era: 'legacy',
      transport: 'streamable-http',
      protocol_version: expect.stringMatching(/^20\d\d-/),
      ...WHAT_EVERYTHING_HAS,
      tools: expect.arrayContaining([expect.objectContaining({ name: 'echo' })]),
      resources: expect.arrayContaining([
        expect.objectContaining({ uri: expect.stringMatching(/^\w+:/), name: expect.any(String) }),
      ]),
      prompts: expect.arrayContaining([expect.objectContaining({ name: 'simple-prompt' })]),
    })
    expect(result.stages.map(({ verdict }) => verdict)).toEqual(Array(5).fill('passed'))
  })

  test('over SSE is known too', async () => {
    const { result } = await runner.probe(
      mcpSubject(everythingSse.url, { ...JWT, config: { protocol: 'sse' } }),
    )
    expect(result.failure).toBeNull()
    expect(result.facts).toMatchObject({
      era: 'legacy',
      transport: 'sse',
      ...WHAT_EVERYTHING_HAS,
    })
  })

  test('of the modern era is spoken to without a session', async () => {
    const { result } = await runner.probe(mcpSubject(modern.origin))
    expect(result.failure).toBeNull()
    expect(result.facts).toMatchObject({
      era: 'modern',
      protocol_version: '2026-07-28',
      server: { name: 'modern-fixture', version: '3.1.4' },
      tool_count: 1,
      resource_count: 0,
      prompt_count: 0,
      tools: [{ name: 'greet', description: 'Says hello' }],
      resources: [],
      prompts: [],
    })
  })

  test.each([
    { status: 401, who: {}, code: 'authorization_required' },
    { status: 401, who: JWT, code: 'credential_refused' },
    { status: 403, who: JWT, code: 'permission_denied' },
  ])(
    'that asks first ($status) fails at authenticate with $code',
    async ({ status, who, code }) => {
      for (const protocol of ['http', 'sse'] as const) {
        const wall = keep(await startUpstream((_, response) => response.writeHead(status).end()))
        const { result } = await runner.probe(
          mcpSubject(wall.origin, { ...who, config: { protocol } }),
        )
        expect(result.failure).toMatchObject({ stage: 'authenticate', code, http_status: status })
        expect(result.stages[2]).toMatchObject({ stage: 'speak', verdict: 'skipped', ms: null })
      }
    },
  )

  test.each([
    { status: 404, code: 'endpoint_not_found' },
    { status: 405, code: 'not_mcp' },
    { status: 429, code: 'upstream_rate_limited' },
    { status: 503, code: 'server_error' },
  ])('that answers $status fails at speak with $code', async ({ status, code }) => {
    const server = keep(await startUpstream((_, response) => response.writeHead(status).end()))
    const { result } = await runner.probe(mcpSubject(server.origin, JWT))
    expect(result.failure).toMatchObject({ stage: 'speak', code, http_status: status })
  })

  test('that speaks to all and lists to none has refused the credential', async () => {
    const server = keep(
      await legacy({ initialize: initialize({ tools: {} }), 'tools/list': () => 401 }),
    )
    const { result } = await runner.probe(mcpSubject(server.origin, JWT))
    expect(result.failure).toMatchObject({ stage: 'authenticate', code: 'credential_refused' })
    expect(result.stages[2]).toMatchObject({ verdict: 'passed' })
  })

  test('that breaks while it lists fails at use', async () => {
    const server = keep(await legacy({ initialize: initialize({ tools: {} }) }))
    const { result } = await runner.probe(mcpSubject(server.origin, JWT))
    expect(result.failure).toMatchObject({ stage: 'use', code: 'listing_failed' })
    expect(result.failure?.message).toContain('Method not found')
  })

  test('that ends its stream before the answer is come back to for it', async () => {
    const answer = { tools: [{ name: 'slow', inputSchema: { type: 'object' } }] }
    let asked: unknown = null
    const server = keep(
      await startUpstream(async (request, response) => {
        if (request.method === 'GET') {
          const isBack = request.headers['last-event-id'] === 'first'
          if (!isBack) return response.writeHead(405).end()
          response.setHeader('content-type', 'text/event-stream')
          return response.end(
            `data: ${JSON.stringify({ jsonrpc: '2.0', id: asked, result: answer })}\n\n`,
          )
        }
        const { id, method } = JSON.parse(await bodyOf(request))
        if (id === undefined) return response.writeHead(202).end()
        if (method === 'tools/list') {
          asked = id
          response.setHeader('content-type', 'text/event-stream')
          return response.end('id: first\nretry: 20\ndata: \n\n')
        }
        const result = method === 'initialize' ? initialize({ tools: {} })() : undefined
        const error = { code: -32601, message: 'Method not found' }
        response.setHeader('content-type', 'application/json')
        return response.end(
          JSON.stringify({ jsonrpc: '2.0', id, ...(result ? { result } : { error }) }),
        )
      }),
    )
    const { result } = await runner.probe(mcpSubject(server.origin, JWT))
    expect(result.failure).toBeNull()
    expect(result.facts).toMatchObject({ tool_count: 1, tools: [{ name: 'slow' }] })
  })

  test('that pages without end is counted to a limit', async () => {
    const page = ({ cursor = '0' }) => ({
      tools: [{ name: `tool-${cursor}`, inputSchema: { type: 'object' } }],
      nextCursor: String(Number(cursor) + 1),
    })
    const server = keep(await legacy({ initialize: initialize({ tools: {} }), 'tools/list': page }))
    const { result } = await runner.probe(mcpSubject(server.origin))
    expect(result.facts).toMatchObject({ tool_count: 20, counts_capped: { tools: true } })
    expect(result.stages[4]?.evidence).toContainEqual({ label: 'Tools', value: 'first 20 counted' })
  })

  test('that has more than a test reads says so, and one that has exactly that does not', async () => {
    const offering = (count: number) => ({
      initialize: initialize({ tools: {} }),
      'tools/list': () => ({
        tools: Array.from({ length: count }, (_, index) => ({
          name: `tool-${index}`,
          inputSchema: { type: 'object' },
        })),
      }),
    })
    const many = await runner.probe(mcpSubject(keep(await legacy(offering(2_001))).origin))
    expect(many.result.facts).toMatchObject({ tool_count: 2_000, counts_capped: { tools: true } })
    expect(many.result.stages[4]?.evidence).toContainEqual({
      label: 'Tools',
      value: 'first 2,000 counted',
    })
    const whole = await runner.probe(mcpSubject(keep(await legacy(offering(2_000))).origin))
    expect(whole.result.facts).toMatchObject({
      tool_count: 2_000,
      counts_capped: { tools: false, resources: false, prompts: false },
    })
    expect(whole.result.stages[4]?.evidence).toContainEqual({ label: 'Tools', value: '2000' })
  })

  test('has as many of each list kept as a page shows, short and without the credential', async () => {
    const many = (of: (index: number) => object) => Array.from({ length: 300 }, (_, at) => of(at))
    const server = keep(
      await legacy({
        initialize: initialize({ resources: {}, prompts: {} }),
        'resources/list': () => ({
          resources: many((at) => ({
            name: `file ${at}`,
            uri: `file:///${at}?key=${TOKEN}&${'x'.repeat(500)}`,
          })),
        }),
        'prompts/list': () => ({
          prompts: many((at) => ({
            name: `prompt-${at}`,
            description: `${TOKEN} ${'y'.repeat(500)}`,
          })),
        }),
      }),
    )
    const { result } = await runner.probe(mcpSubject(server.origin, JWT))
    if (result.facts?.kind !== 'mcp') throw new Error('It is no MCP server')
    const { resources, prompts, resource_count, prompt_count } = result.facts
    expect([resource_count, prompt_count]).toEqual([300, 300])
    expect([resources.length, prompts.length]).toEqual([200, 200])
    expect(resources[0]?.uri).toMatch(/^file:\/\/\/0\?key=\[withheld\]&x+…$/)
    expect(prompts[0]?.description).toMatch(/^\[withheld\] y+…$/)
    for (const { uri, description } of [...resources, ...prompts]) {
      expect(`${uri ?? description}`.length).toBeLessThanOrEqual(200)
    }
  })

  test('gets no secret to another origin by naming it as the SSE endpoint', async () => {
    const thief = keep(await startUpstream((_, response) => response.writeHead(202).end()))
    for (const endpoints of [[`${thief.origin}/take`], ['/messages', `${thief.origin}/take`]]) {
      const lure = keep(
        await startUpstream((request, response) => {
          if (request.method === 'POST') return response.writeHead(202).end()
          response.writeHead(200, { 'content-type': 'text/event-stream' })
          for (const each of endpoints) response.write(`event: endpoint\ndata: ${each}\n\n`)
          return undefined
        }),
      )
      const { result } = await runner.probe(
        mcpSubject(lure.origin, { ...JWT, config: { protocol: 'sse' } }),
        { deadlineMs: 1_500 },
      )
      expect(result.outcome).toBe('failed')
      expect(lure.requests.length).toBeGreaterThan(0)
    }
    expect(thief.requests).toEqual([])
  })

  test('that wants an answer to ping upon ping gets a hundred requests at most', async () => {
    const flood = Array.from(
      { length: 500 },
      (_, id) => `data: ${JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' })}\n\n`,
    )
    const server = keep(
      await startUpstream(async (request, response) => {
        if (request.method !== 'POST') return response.writeHead(405).end()
        const { id, method } = JSON.parse(await bodyOf(request))
        if (method === 'tools/list') {
          response.writeHead(200, { 'content-type': 'text/event-stream' })
          return response.write(flood.join(''))
        }
        if (id === undefined || method === undefined) return response.writeHead(202).end()
        response.setHeader('content-type', 'application/json')
        const answer =
          method === 'initialize'
            ? { result: initialize({ tools: {} })() }
            : { error: { code: -32601, message: 'Method not found' } }
        return response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
      }),
    )
    const { result } = await runner.probe(mcpSubject(server.origin), { deadlineMs: 3_000 })
    expect(result.failure).toMatchObject({ stage: 'use', code: 'listing_failed' })
    expect(result.failure?.message).toContain('more than 100 requests')
    expect(server.requests.length).toBeLessThanOrEqual(100)
  })

  test('gets the secret header filled in from a variable, on every request', async () => {
    const server = keep(await legacy({ initialize: initialize({}) }))
    const subject = mcpSubject(server.origin, { config: { headers: ['X-Team'], env: ['TEAM'] } })
    const value = (text: string) => ({
      secret: { kind: 'value' as const, value: text },
      hint: '',
      expires_at: null,
    })
    const { result } = await runner.probe({
      ...subject,
      secrets: [
        ['header:X-Team', value(`team ${variable('TEAM')}`)],
        ['env:TEAM', value('canary-blue')],
      ],
    })
    expect(result.failure).toBeNull()
    expect(server.requests.map(({ headers }) => headers['x-team'])).toEqual(
      server.requests.map(() => 'team canary-blue'),
    )
    expect(JSON.stringify(result)).not.toContain('canary')

    const unknown = await runner.probe({
      ...subject,
      secrets: [
        ['header:X-Team', value(variable('OTHER'))],
        ['env:TEAM', value('canary-blue')],
      ],
    })
    expect(unknown.result.failure).toMatchObject({ stage: 'configure', code: 'config_invalid' })
  })
})
