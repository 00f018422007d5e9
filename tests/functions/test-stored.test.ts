import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PLAYGROUND_CREDENTIALS } from '../../supabase/catalogue/playground-credentials.ts'
import { STAGES } from '../../supabase/functions/_shared/contract/stage.ts'
import { playgroundRows, post, recorded, startSlowApi, test } from '../support/connection-tests.ts'
import { type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let ada: Person
let rows: ReturnType<typeof playgroundRows>
let slow: Awaited<ReturnType<typeof startSlowApi>>

beforeAll(async () => {
  stack = await startStack()
  ada = await signUp(stack)
  rows = playgroundRows(stack.playground)
  slow = await startSlowApi(1_500)
})

afterAll(async () => {
  slow?.stop()
  await stack?.stop()
})

const asService = async (path: string, method: string, body: object) => {
  const response = await fetch(`${stack.url}/rest/v1/${path}`, {
    method,
    headers: { apikey: stack.secretKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(await response.text())
  return response
}

describe('a person tests a stored integration', () => {
  it('an MCP server: the report is true, and status, log and metric are written once', async () => {
    const { id } = await ada.create(rows.mcp('Everything'))
    const report = await test(ada, { integrationId: id })
    expect(report).toMatchObject({
      integration_id: id,
      outcome: 'passed',
      failure: null,
      facts: { kind: 'mcp', transport: 'streamable-http', server: { name: expect.any(String) } },
    })
    expect(report.stages.map(({ stage }) => stage)).toEqual([...STAGES])
    const { row, changes, metrics } = await recorded(ada, id)
    const { facts, ...told } = report
    expect(row).toMatchObject({ status: 'connected', last_report: told, last_facts: facts })
    expect(row).toMatchObject({ consecutive_failures: 0, consecutive_successes: 1 })
    expect(changes).toEqual(['configuring→testing', 'testing→connected'])
    expect(metrics).toMatchObject([
      { success: true, source: 'test', response_time_ms: report.duration_ms },
    ])
  })

  it('sends each stage as it ends when asked for events, and the report last', async () => {
    const { id } = await ada.create(rows.openAt(slow.url, 'Streamed'))
    const response = await post(ada, { integrationId: id }, { accept: 'text/event-stream' })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const events: { what: string; at: number }[] = []
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const text = decoder.decode(chunk, { stream: true })
      for (const [, event, data] of text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)) {
        const what = event === 'stage' ? JSON.parse(data ?? '').stage : event
        events.push({ what, at: performance.now() })
      }
    }
    expect(events.map(({ what }) => what)).toEqual([...STAGES, 'report'])
    const [first, ...later] = events
    expect((later.at(-1)?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(1_000)
  })

  it('a REST API with a sealed key: accepted, and refused when wrong', async () => {
    const integration = await ada.create(rows.keyed('Keyed'))
    await ada.store(integration, { kind: 'api_key', key: PLAYGROUND_CREDENTIALS.apiKey })
    expect(await test(ada, { integrationId: integration.id })).toMatchObject({ outcome: 'passed' })

    await ada.store(integration, { kind: 'api_key', key: 'not-the-key-at-all' })
    const { row: changed } = await recorded(ada, integration.id)
    expect(changed.status).toBe('configuring')
    expect(await test(ada, { integrationId: integration.id })).toMatchObject({
      outcome: 'failed',
      failure: { stage: 'authenticate', code: 'credential_refused', next_step: expect.any(String) },
    })
    const { row, metrics } = await recorded(ada, integration.id)
    expect(row).toMatchObject({
      status: 'error',
      connected_at: null,
      consecutive_failures: 1,
      last_error: { stage: 'authenticate', code: 'credential_refused' },
    })
    expect(metrics.map(({ success }) => success).sort()).toEqual([false, true])
  })

  it('fails at configure without its secret', async () => {
    const { id } = await ada.create(rows.keyed('No key yet'))
    expect(await test(ada, { integrationId: id })).toMatchObject({
      failure: { stage: 'configure', code: 'credential_missing' },
    })
  })

  it('that was written past the forms: what is wrong is recorded, and what to do', async () => {
    const { id } = await ada.create(rows.keyed('Past the forms'))
    await ada.db
      .from('user_integrations')
      .update({ config: { kind: 'rest' } })
      .eq('id', id)
    const failure = { stage: 'configure', code: 'config_invalid' }
    expect(await test(ada, { integrationId: id })).toMatchObject({
      failure: { ...failure, next_step: 'Edit it and save it again.' },
    })
    const { row, metrics } = await recorded(ada, id)
    expect(row).toMatchObject({ status: 'error', last_error: failure })
    expect(metrics).toHaveLength(1)
  })

  it.each([
    ['that nobody understands', { kind: 'rest', color: 'red' }],
    ['that would steer the connection', { headers: { Host: 'internal.example' } }],
    ['that would hold a secret unsealed', { headers: { Authorization: 'Bearer 4711' } }],
  ])('of an own type %s: stored or as a draft, the type is to be mended', async (_what, over) => {
    const known = await ada.db
      .from('integration_types')
      .select('defaults')
      .eq('id', 'playground-open')
      .single()
    const defaults = 'color' in over ? over : { ...known.data?.defaults, ...over }
    const typeId = `own-${crypto.randomUUID()}`
    const made = await ada.db.from('integration_types').insert({
      id: typeId,
      name: 'Past the forms',
      type: 'custom',
      category: 'Custom',
      description: 'Written by hand.',
      auth_methods: ['none'],
      defaults,
    })
    expect(made.error).toBeNull()
    const before = slow.hits()
    const row = { ...rows.openAt(slow.url, `Of ${typeId}`), type_id: typeId }
    const { id } = await ada.create(row)
    const draft = {
      integrationId: id,
      typeId,
      authMethod: 'none',
      config: row.config,
      credentials: [],
    }
    for (const body of [{ integrationId: id }, { draft }]) {
      expect(await test(ada, body)).toMatchObject({
        failure: {
          stage: 'configure',
          code: 'config_invalid',
          message: expect.stringContaining('the type Past the forms cannot be read'),
          next_step: 'Edit the type and save it again.',
        },
      })
    }
    expect((await recorded(ada, id)).row.status).toBe('error')
    expect(slow.hits()).toBe(before)
  })

  it('whose stored secret is malformed: stored or as a draft, it is to be entered again', async () => {
    const integration = await ada.create(rows.keyed('Malformed'))
    await ada.store(integration, { kind: 'api_key', key: PLAYGROUND_CREDENTIALS.apiKey })
    const spoilt = await ada.db
      .from('integration_credentials')
      .update({ expires_at: 'infinity' })
      .eq('user_integration_id', integration.id)
    expect(spoilt.error).toBeNull()
    const draft = {
      integrationId: integration.id,
      typeId: integration.type_id,
      authMethod: integration.auth_method,
      config: integration.config,
      credentials: [],
    }
    for (const body of [{ integrationId: integration.id }, { draft }]) {
      expect(await test(ada, body)).toMatchObject({
        failure: { stage: 'configure', code: 'credential_unreadable' },
      })
    }
  })

  it('does not send a secret to an origin it was not sealed for', async () => {
    const integration = await ada.create(rows.keyed('Moved'))
    await ada.store(integration, { kind: 'api_key', key: PLAYGROUND_CREDENTIALS.apiKey })
    const before = slow.hits()
    const moved = { ...integration.config, api_url: slow.url }
    const updated = await ada.db
      .from('user_integrations')
      .update({ config: moved })
      .eq('id', integration.id)
    expect(updated.error).toBeNull()
    expect(await test(ada, { integrationId: integration.id })).toMatchObject({
      failure: { stage: 'configure', code: 'audience_mismatch' },
    })
    expect(slow.hits()).toBe(before)
  })

  it('two at once are one test: both get the same report, upstream is asked once', async () => {
    const { id } = await ada.create(rows.openAt(slow.url, 'Twice'))
    // A report of an older Patchbay is in nobody's way.
    await asService(`user_integrations?id=eq.${id}`, 'PATCH', { last_report: { id: 'v0' } })
    const before = slow.hits()
    const [first, second] = await Promise.all([
      test(ada, { integrationId: id }),
      test(ada, { integrationId: id }),
    ])
    expect(second).toEqual(first)
    expect(slow.hits() - before).toBe(1)
    expect((await recorded(ada, id)).metrics).toHaveLength(1)
  })

  it('a result that comes after the person disconnected is not kept', async () => {
    const { id } = await ada.create(rows.openAt(slow.url, 'Let go'))
    const answer = post(ada, { integrationId: id })
    await expect.poll(async () => (await recorded(ada, id)).row.status).toBe('testing')
    await ada.db.from('user_integrations').update({ status: 'disconnected' }).eq('id', id)
    const response = await answer
    expect(response.status).toBe(409)
    const { row, metrics } = await recorded(ada, id)
    expect(row.status).toBe('disconnected')
    expect(metrics).toEqual([])
  })

  it('a browser that goes away in mid-test loses nothing: the result is recorded', async () => {
    const { id } = await ada.create(rows.openAt(slow.url, 'Tab closed'))
    const leaving = new AbortController()
    const answer = ada.call('test-connection', {
      method: 'POST',
      body: JSON.stringify({ integrationId: id }),
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      signal: leaving.signal,
    })
    await (await answer).body?.getReader().read()
    leaving.abort()
    await expect.poll(async () => (await recorded(ada, id)).row.status).toBe('connected')
  })

  it('honours the integration’s rate limit', async () => {
    const { id } = await ada.create({
      ...rows.mcp('Limited'),
      config: {
        kind: 'mcp',
        protocol: 'http',
        url: stack.playground.mcpHttp,
        headers: [],
        env: [],
        rate_limit: { requests: 1, per_seconds: 60 },
      },
    })
    await test(ada, { integrationId: id })
    const refused = await post(ada, { integrationId: id })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect((await recorded(ada, id)).row.status).toBe('connected')
  })
})
