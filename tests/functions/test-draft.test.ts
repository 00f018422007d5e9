import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PLAYGROUND_CREDENTIALS } from '../../supabase/catalogue/playground-credentials.ts'
import { ApiErrorBody } from '../../supabase/functions/_shared/contract/errors.ts'
import { playgroundRows, post, recorded, test } from '../support/connection-tests.ts'
import { type NewIntegration, type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let ada: Person
let rows: ReturnType<typeof playgroundRows>

beforeAll(async () => {
  stack = await startStack()
  ada = await signUp(stack)
  rows = playgroundRows(stack.playground)
})

afterAll(() => stack?.stop())

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
    const form = draft(rows.keyed('Draft'))
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
    const integration = await ada.create(rows.keyed('Edited'))
    await ada.store(integration, { kind: 'api_key', key: PLAYGROUND_CREDENTIALS.apiKey })
    expect(await test(ada, { draft: draft(integration, integration.id) })).toMatchObject({
      outcome: 'passed',
    })
  })

  it('thirty times at once and no more, and is told when again', async () => {
    const eager = await signUp(stack)
    // Without its secret nobody is called.
    const form = { draft: draft(rows.keyed('Eager')) }
    const startedAt = performance.now()
    const answers = await Promise.all(
      Array.from({ length: 45 }, () => post(eager, form, { accept: 'text/event-stream' })),
    )
    const earnedMeanwhile = Math.ceil((performance.now() - startedAt) / 2_000)
    const [refused, ...more] = answers.filter(({ status }) => status === 429)
    const accepted = answers.length - more.length - 1
    expect(accepted).toBeGreaterThanOrEqual(30)
    expect(accepted).toBeLessThanOrEqual(30 + earnedMeanwhile)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(ApiErrorBody.parse(await refused?.json()).error.code).toBe('rate_limited')
    expect(await test(ada, form)).toMatchObject({ failure: { code: 'credential_missing' } })
  })

  it('of a type that is not there', async () => {
    const response = await post(ada, { draft: { ...draft(rows.keyed('None')), typeId: 'none' } })
    expect(response.status).toBe(400)
    expect(ApiErrorBody.parse(await response.json()).error.fields).toHaveProperty(['draft.typeId'])
  })

  it('cannot use a stranger’s stored secret, nor one sealed for another integration', async () => {
    const integration = await ada.create(rows.keyed('Hers'))
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
    const { id } = await ada.create(rows.mcp('Private'))
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
