import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PLAYGROUND_CREDENTIALS } from '../../supabase/catalogue/playground-credentials.ts'
import { ApiErrorBody } from '../../supabase/functions/_shared/contract/errors.ts'
import { STAGES, TestReport } from '../../supabase/functions/_shared/contract/report.ts'
import { type NewIntegration, type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let ada: Person
let slow: { url: string; hits: () => number; server: Server }

/** An upstream of the test's own, that answers after a while. */
async function startSlowApi(ms: number) {
  let hits = 0
  const server = createServer((_request, response) => {
    hits += 1
    setTimeout(() => {
      response.setHeader('content-type', 'application/json')
      response.end('{"name":"slow"}')
    }, ms)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, hits: () => hits, server }
}

beforeAll(async () => {
  stack = await startStack()
  ada = await signUp(stack)
  slow = await startSlowApi(1_500)
}, 60_000)

afterAll(async () => {
  slow?.server.close()
  await stack?.stop()
})

const post = (person: Person, body: unknown, headers: Record<string, string> = {}) =>
  person.call('test-connection', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })

const test = async (person: Person, body: unknown) => {
  const response = await post(person, body)
  const json: unknown = await response.json()
  if (response.status !== 200) throw new Error(JSON.stringify(json))
  return TestReport.parse(json)
}

const mcp = (name: string): NewIntegration => ({
  type_id: 'playground-mcp',
  name,
  auth_method: 'none',
  config: { kind: 'mcp', protocol: 'http', url: stack.playground.mcpHttp, headers: [], env: [] },
})

const rest = (name: string, api_url = stack.playground.rest): NewIntegration => ({
  type_id: 'playground-rest',
  name,
  auth_method: 'api_key',
  config: { kind: 'rest', api_url, scopes: [], headers: [], env: [] },
})

const slowApi = (name: string, extra: object = {}): NewIntegration => ({
  type_id: 'playground-open',
  name,
  auth_method: 'none',
  config: { kind: 'rest', api_url: slow.url, scopes: [], headers: [], env: [], ...extra },
})

async function recorded(person: Person, id: string) {
  const [row, logs, metrics] = await Promise.all([
    person.db.from('user_integrations').select().eq('id', id).single(),
    person.db
      .from('integration_logs')
      .select()
      .eq('user_integration_id', id)
      .eq('event_type', 'status_changed')
      .order('id'),
    person.db.from('integration_health_metrics').select().eq('user_integration_id', id),
  ])
  return {
    row: row.data,
    changes: (logs.data ?? []).map(({ metadata }) => `${metadata.from}→${metadata.to}`),
    metrics: metrics.data ?? [],
  }
}

describe('a person tests a stored integration', () => {
  it('an MCP server: the report is true, and status, log and metric are written once', async () => {
    const { id } = await ada.create(mcp('Everything'))
    const report = await test(ada, { integrationId: id })
    expect(report).toMatchObject({
      integration_id: id,
      outcome: 'passed',
      failure: null,
      facts: { kind: 'mcp', transport: 'streamable-http', server: { name: expect.any(String) } },
    })
    expect(report.stages.map(({ stage }) => stage)).toEqual([...STAGES])
    const { row, changes, metrics } = await recorded(ada, id)
    expect(row).toMatchObject({ status: 'connected', last_report: report, consecutive_failures: 0 })
    expect(changes).toEqual(['configuring→testing', 'testing→connected'])
    expect(metrics).toMatchObject([
      { success: true, source: 'test', response_time_ms: report.duration_ms },
    ])
  })

  it('sends each stage as it ends when asked for events, and the report last', async () => {
    const { id } = await ada.create(mcp('Streamed'))
    const response = await post(ada, { integrationId: id }, { accept: 'text/event-stream' })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const events = [...(await response.text()).matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(
      ([, event, data]) => ({ event, data: JSON.parse(data ?? '') }),
    )
    expect(events.map(({ event, data }) => (event === 'stage' ? data.stage : event))).toEqual([
      ...STAGES,
      'report',
    ])
  })

  it('a REST API with a sealed key: accepted, and refused when wrong', async () => {
    const integration = await ada.create(rest('Keyed'))
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
    const { id } = await ada.create(rest('No key yet'))
    expect(await test(ada, { integrationId: id })).toMatchObject({
      failure: { stage: 'configure', code: 'credential_missing' },
    })
  })

  it('does not send a secret to an origin it was not sealed for', async () => {
    const integration = await ada.create(rest('Moved'))
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
    const { id } = await ada.create(slowApi('Twice'))
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
    const { id } = await ada.create(slowApi('Let go'))
    const answer = post(ada, { integrationId: id })
    await expect
      .poll(async () => (await recorded(ada, id)).row.status, { timeout: 5_000 })
      .toBe('testing')
    await ada.db.from('user_integrations').update({ status: 'disconnected' }).eq('id', id)
    const response = await answer
    expect(response.status).toBe(409)
    const { row, metrics } = await recorded(ada, id)
    expect(row.status).toBe('disconnected')
    expect(metrics).toEqual([])
  })

  it('a browser that goes away in mid-test loses nothing: the result is recorded', async () => {
    const { id } = await ada.create(slowApi('Tab closed'))
    const leaving = new AbortController()
    const answer = ada.call('test-connection', {
      method: 'POST',
      body: JSON.stringify({ integrationId: id }),
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      signal: leaving.signal,
    })
    await (await answer).body?.getReader().read()
    leaving.abort()
    await expect
      .poll(async () => (await recorded(ada, id)).row.status, { timeout: 8_000 })
      .toBe('connected')
  })

  it('a run that died does not leave `testing` for ever', async () => {
    const { id } = await ada.create(mcp('Died'))
    const begun = await fetch(`${stack.url}/rest/v1/rpc/begin_test`, {
      method: 'POST',
      headers: { apikey: stack.secretKey, 'content-type': 'application/json' },
      body: JSON.stringify({ p_user_id: ada.id, p_integration_id: id, p_lease_ms: 1 }),
    })
    expect(await begun.json()).toMatchObject({ outcome: 'started' })
    await expect
      .poll(async () => (await recorded(ada, id)).changes, { timeout: 20_000, interval: 500 })
      .toEqual(['configuring→testing', 'testing→configuring'])
    expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
  }, 30_000)

  it('honours the integration’s rate limit', async () => {
    const { id } = await ada.create({
      ...mcp('Limited'),
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

describe('a person tests a draft', () => {
  const draft = (row: NewIntegration, id: string = crypto.randomUUID()) => ({
    integrationId: id,
    typeId: row.type_id,
    authMethod: row.auth_method,
    config: row.config,
    credentials: [] as unknown[],
  })

  it('gets the same report, and nothing is stored', async () => {
    const count = async () => (await ada.db.from('user_integrations').select('id')).data?.length
    const before = await count()
    const form = draft(rest('Draft'))
    form.credentials = [
      await ada.seal(
        { id: form.integrationId, config: form.config },
        { kind: 'api_key', key: PLAYGROUND_CREDENTIALS.apiKey },
      ),
    ]
    expect(await test(ada, { draft: form })).toMatchObject({
      integration_id: null,
      outcome: 'passed',
    })
    expect(await count()).toBe(before)
  })

  it('uses the stored secret where the form gives none', async () => {
    const integration = await ada.create(rest('Edited'))
    await ada.store(integration, { kind: 'api_key', key: PLAYGROUND_CREDENTIALS.apiKey })
    expect(await test(ada, { draft: draft(integration, integration.id) })).toMatchObject({
      outcome: 'passed',
    })
  })

  it('cannot use a stranger’s stored secret, nor one sealed for another integration', async () => {
    const integration = await ada.create(rest('Hers'))
    await ada.store(integration, { kind: 'api_key', key: PLAYGROUND_CREDENTIALS.apiKey })
    const eve = await signUp(stack)
    expect(await test(eve, { draft: draft(integration, integration.id) })).toMatchObject({
      failure: { code: 'credential_missing' },
    })
    const { data } = await ada.db
      .from('integration_credentials')
      .select('slot,encrypted,key_id,hint,audience,expires_at')
      .eq('user_integration_id', integration.id)
    expect(data).toHaveLength(1)
    const stolen = { ...draft(integration, integration.id), credentials: data }
    expect(await test(eve, { draft: stolen })).toMatchObject({
      failure: { code: 'credential_unreadable' },
    })
  })
})

describe('who may not', () => {
  it('nobody without a session, and nobody with a forged one', async () => {
    const body = JSON.stringify({ integrationId: crypto.randomUUID() })
    for (const authorization of [
      undefined,
      'Bearer nonsense',
      `Bearer ${ada.token.slice(0, -4)}AAAA`,
    ]) {
      const response = await fetch(`${stack.url}/functions/v1/test-connection`, {
        method: 'POST',
        body,
        headers: { apikey: stack.publishableKey, ...(authorization ? { authorization } : {}) },
      })
      expect(response.status).toBe(401)
      expect(ApiErrorBody.parse(await response.json()).error.code).toBe('unauthorized')
    }
  })

  it('a stranger: the integration is not there for them', async () => {
    const { id } = await ada.create(mcp('Private'))
    const eve = await signUp(stack)
    expect((await post(eve, { integrationId: id })).status).toBe(404)
    expect((await recorded(ada, id)).row.status).toBe('configuring')
  })

  it.each([
    ['no JSON', '{', 400],
    ['neither form', '{}', 400],
    ['an id that is none', '{"integrationId":"1 or 1=1"}', 400],
    ['more than is asked', `{"integrationId":"${crypto.randomUUID()}","draft":{}}`, 400],
    ['too much', `{"integrationId":"${'x'.repeat(1_200_000)}"}`, 413],
  ])('bad input is told as such: %s', async (_story, body, status) => {
    const response = await post(ada, body)
    expect(response.status).toBe(status)
    const { error } = ApiErrorBody.parse(await response.json())
    expect(error.requestId).toBe(response.headers.get('x-request-id'))
  })

  it('says which field of a draft is wrong, and never its value', async () => {
    const response = await post(ada, {
      draft: {
        integrationId: crypto.randomUUID(),
        typeId: 'playground-rest',
        authMethod: 'api_key',
        config: { kind: 'rest', api_url: 'https://me:canary@example.com' },
        credentials: [],
      },
    })
    const text = await response.text()
    expect(JSON.parse(text).error.fields).toHaveProperty(['draft.config.api_url'])
    expect(text).not.toContain('canary')
  })

  it('another method', async () => {
    const response = await ada.call('test-connection')
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
  })
})

describe('sealing-keys', () => {
  it('publishes public keys that may be cached, and nothing private', async () => {
    const response = await ada.call('sealing-keys')
    expect(response.headers.get('cache-control')).toContain('public')
    const { keys } = (await response.json()) as { keys: object[] }
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) expect(key).not.toHaveProperty('d')
  })
})
