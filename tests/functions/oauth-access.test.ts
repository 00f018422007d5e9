import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IntegrationConfig } from '../../supabase/functions/_shared/contract/config.ts'
import type { OAuthSettings } from '../../supabase/functions/_shared/contract/type-defaults.ts'
import { post, recorded, test } from '../support/connection-tests.ts'
import {
  apiConfig,
  asService,
  connect,
  MACHINE,
  type OAuthIntegration,
  publishType,
  storeClientSecret,
  WEB,
} from '../support/oauth-person.ts'
import { SECRET, startVendor, type Vendor } from '../support/oauth-vendor.ts'
import { type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

let stack: Stack
let vendor: Vendor
let settings: OAuthSettings
let ada: Person
/** Who would like to have a token: it is never asked anything. */
let evil: Upstream

beforeAll(async () => {
  stack = await startStack()
  vendor = await startVendor(`${stack.url}/functions/v1/oauth/callback`)
  settings = await publishType(stack, 'acme-oauth', vendor)
  ada = await signUp(stack)
  evil = await startUpstream((_request, response) => response.end('{"login":"evil"}'))
})

afterAll(async () => {
  await evil?.close()
  await vendor?.stop()
  await stack?.stop()
})

let named = 0
async function saved(
  oauth: Parameters<typeof apiConfig>[1] = WEB,
  person = ada,
): Promise<OAuthIntegration> {
  const integration = await person.create({
    type_id: 'acme-oauth',
    name: `Acme ${++named}`,
    auth_method: 'oauth',
    config: apiConfig(vendor.api, oauth),
  })
  await storeClientSecret(person, integration, settings)
  return integration
}

async function connected(person = ada): Promise<OAuthIntegration> {
  const integration = await saved(WEB, person)
  await connect(stack, person, vendor, integration.id)
  return integration
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString()
const setGrant = (id: string, change: object) =>
  asService(stack)(`integration_grants?user_integration_id=eq.${id}`, 'PATCH', change)
const grantOf = async (id: string) =>
  (await ada.db.from('integration_grants').select().eq('user_integration_id', id).maybeSingle())
    .data
const eventsOf = async (id: string) =>
  (
    await ada.db
      .from('integration_logs')
      .select('event_type')
      .eq('user_integration_id', id)
      .order('id')
  ).data?.map(({ event_type }) => event_type) ?? []
const move = (id: string, config: IntegrationConfig) =>
  ada.db.from('user_integrations').update({ config }).eq('id', id)
const draftOf = ({ id, type_id, config }: OAuthIntegration) => ({
  draft: { integrationId: id, typeId: type_id, authMethod: 'oauth', config, credentials: [] },
})
/** The grant types of the token requests that `work` caused, and what it gave. */
async function counting<T>(work: () => Promise<T>): Promise<[T, string[]]> {
  const before = vendor.tokenCalls.length
  const result = await work()
  return [result, vendor.tokenCalls.slice(before)]
}

describe('access is renewed without the person', () => {
  it('before it ends: twice, for the refresh token was replaced too', async () => {
    const { id } = await connected()
    for (const generation of [2, 3]) {
      await setGrant(id, { expires_at: inSeconds(59) })
      const [report, calls] = await counting(() => test(ada, { integrationId: id }))
      expect(report).toMatchObject({ outcome: 'passed', facts: { account: 'ada' } })
      expect(calls).toEqual(['refresh_token'])
      expect(await grantOf(id)).toMatchObject({ generation, scopes: ['read', 'write'] })
    }
    expect(await eventsOf(id)).toContain('credential_refreshed')
    const [, calls] = await counting(() => test(ada, { integrationId: id }))
    expect(calls).toEqual([])
  })

  it('when the API refuses it with 401: the ladder does not notice', async () => {
    const { id } = await connected()
    await vendor.expireAccess()
    const asked = vendor.apiCalls()
    const [report, calls] = await counting(() => test(ada, { integrationId: id }))
    expect(report).toMatchObject({ outcome: 'passed' })
    expect(calls).toEqual(['refresh_token'])
    expect(vendor.apiCalls() - asked).toBe(2)
  })

  it('for an unsaved form too, and what is stored is the new one', async () => {
    const integration = await connected()
    await setGrant(integration.id, { expires_at: inSeconds(-5) })
    expect(await test(ada, draftOf(integration))).toMatchObject({ outcome: 'passed' })
    const [report, calls] = await counting(() => test(ada, { integrationId: integration.id }))
    expect(report).toMatchObject({ outcome: 'passed' })
    expect(calls).toEqual([])
  })

  it('once, however many want it at the same time', async () => {
    const grace = await signUp(stack)
    const integration = await connected(grace)
    await setGrant(integration.id, { expires_at: inSeconds(-5) })
    const twenty = () =>
      Promise.all(Array.from({ length: 20 }, () => test(grace, draftOf(integration))))
    const [reports, calls] = await counting(twenty)
    expect(reports.map(({ outcome }) => outcome)).toEqual(Array(20).fill('passed'))
    expect(calls).toEqual(['refresh_token'])
  })

  it('also when twenty are refused at the same time', async () => {
    const grace = await signUp(stack)
    const integration = await connected(grace)
    await vendor.expireAccess()
    const [reports, calls] = await counting(() =>
      Promise.all(Array.from({ length: 20 }, () => test(grace, draftOf(integration)))),
    )
    expect(reports.map(({ outcome }) => outcome)).toEqual(Array(20).fill('passed'))
    expect(calls).toEqual(['refresh_token'])
  })

  it('and kept when the tab is closed in the middle: the server has spent the old one', async () => {
    const integration = await connected()
    await setGrant(integration.id, { expires_at: inSeconds(-5) })
    const release = vendor.hold()
    const before = vendor.tokenCalls.length
    const leaving = new AbortController()
    const left = ada.call('test-connection', {
      method: 'POST',
      body: JSON.stringify(draftOf(integration)),
      headers: { 'content-type': 'application/json' },
      signal: leaving.signal,
    })
    left.catch(() => {})
    await expect.poll(() => vendor.tokenCalls.length).toBe(before + 1)
    leaving.abort()
    await expect(left).rejects.toThrow()
    release()
    await expect.poll(async () => (await grantOf(integration.id))?.generation).toBe(2)
    const [report, calls] = await counting(() => test(ada, { integrationId: integration.id }))
    expect(report).toMatchObject({ outcome: 'passed' })
    expect(calls).toEqual([])
  })

  it('is not needed while a server is down that renews a token with seconds left', async () => {
    const { id } = await connected()
    await setGrant(id, { expires_at: inSeconds(40) })
    await vendor.whileDown(async () => {
      expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
    })
  })
})

describe('access is gone', () => {
  it('for good, when it is taken back at the vendor: reconnecting mends it', async () => {
    const { id } = await connected()
    expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
    await vendor.revoke()
    const revoked = {
      outcome: 'failed',
      failure: {
        stage: 'authenticate',
        code: 'authorization_revoked',
        next_step: expect.stringMatching(/^Reconnect/),
      },
    }
    expect(await test(ada, { integrationId: id })).toMatchObject(revoked)
    expect((await recorded(ada, id)).row).toMatchObject({
      status: 'error',
      last_error: { code: 'authorization_revoked' },
    })
    expect((await grantOf(id))?.revoked_at).not.toBeNull()
    expect(await eventsOf(id)).toContain('authorization_failed')

    // Nobody asks again.
    const [report, calls] = await counting(() => test(ada, { integrationId: id }))
    expect(report).toMatchObject(revoked)
    expect(report.stages.map(({ verdict }) => verdict)).toEqual([
      'passed',
      'skipped',
      'skipped',
      'failed',
      'not_reached',
    ])
    expect(calls).toEqual([])
    await connect(stack, ada, vendor, id)
    expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
  })

  it('for now, while the authorization server is down: what is stored stays', async () => {
    const { id } = await connected()
    await setGrant(id, { expires_at: inSeconds(-5) })
    await vendor.whileDown(async () => {
      expect(await test(ada, { integrationId: id })).toMatchObject({
        failure: { stage: 'authenticate', code: 'authorization_server_failed' },
      })
    })
    expect(await grantOf(id)).toMatchObject({ generation: 1, revoked_at: null, lease: null })
    expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
  })

  it('until the client secret is right again', async () => {
    const integration = await connected()
    await storeClientSecret(ada, integration, settings, 'not-the-secret-at-all')
    await setGrant(integration.id, { expires_at: inSeconds(-5) })
    expect(await test(ada, { integrationId: integration.id })).toMatchObject({
      failure: { stage: 'authenticate', code: 'client_refused' },
    })
    await storeClientSecret(ada, integration, settings)
    expect(await test(ada, { integrationId: integration.id })).toMatchObject({ outcome: 'passed' })
  })

  it('where no refresh token was given: a token that is refused says Reconnect', async () => {
    const { id } = await connected()
    await setGrant(id, { is_renewable: false })
    await vendor.expireAccess()
    const [report, calls] = await counting(() => test(ada, { integrationId: id }))
    expect(report).toMatchObject({
      failure: { stage: 'authenticate', code: 'authorization_revoked', http_status: 401 },
    })
    expect(calls).toEqual([])
  })

  it('where the client secret is gone: the refusal of the API stands', async () => {
    const { id } = await connected()
    await vendor.expireAccess()
    const credentials = ada.db.from('integration_credentials').delete()
    await credentials.eq('user_integration_id', id).eq('slot', 'client')
    expect(await test(ada, { integrationId: id })).toMatchObject({
      failure: {
        stage: 'authenticate',
        code: 'credential_refused',
        next_step: expect.stringMatching(/^Reconnect/),
      },
    })
    expect((await grantOf(id))?.lease).toBeNull()
  })

  it('when the person has entered another client: what was given is not for that one', async () => {
    const { id, config } = await connected()
    await move(id, apiConfig(vendor.api, { ...WEB, client_id: 'post' }))
    expect(await test(ada, { integrationId: id })).toMatchObject({
      failure: { stage: 'configure', code: 'authorization_missing' },
    })
    // Not even after changing it back: the person is asked.
    await move(id, config)
    expect(await test(ada, { integrationId: id })).toMatchObject({
      failure: { code: 'authorization_missing' },
    })
  })

  it('in a form with another client that is not saved', async () => {
    const integration = await connected()
    const config = apiConfig(vendor.api, { ...WEB, client_id: 'post' })
    expect(await test(ada, draftOf({ ...integration, config }))).toMatchObject({
      failure: { code: 'authorization_missing' },
    })
    expect(await grantOf(integration.id)).not.toBeNull()
  })
})

describe('somebody moves the connection to an address of their own, and no secret goes there', () => {
  it('not the stored token, stored or as a draft', async () => {
    const integration = await connected()
    const config = apiConfig(evil.origin, WEB)
    const mismatch = {
      failure: {
        stage: 'configure',
        code: 'audience_mismatch',
        next_step: expect.stringMatching(/^Reconnect/),
      },
    }
    expect(await test(ada, draftOf({ ...integration, config }))).toMatchObject(mismatch)
    await move(integration.id, config)
    expect(await test(ada, { integrationId: integration.id })).toMatchObject(mismatch)
  })

  it('not a renewed one, after the stored one was thrown away', async () => {
    const { id } = await connected()
    await move(id, apiConfig(evil.origin, WEB))
    await ada.db
      .from('integration_credentials')
      .delete()
      .eq('user_integration_id', id)
      .eq('slot', 'auth')
    const [report, calls] = await counting(() => test(ada, { integrationId: id }))
    expect(report).toMatchObject({ failure: { code: 'audience_mismatch' } })
    expect(calls).toEqual([])
    expect((await grantOf(id))?.lease).toBeNull()
  })

  it('not one that the client’s own secret would get', async () => {
    const integration = await saved(MACHINE)
    await test(ada, { integrationId: integration.id })
    const config = apiConfig(evil.origin, MACHINE)
    const [report, calls] = await counting(async () => [
      await test(ada, draftOf({ ...integration, config })),
      await move(integration.id, config).then(() => test(ada, { integrationId: integration.id })),
    ])
    expect(report).toMatchObject([
      { failure: { code: 'audience_mismatch' } },
      { failure: { code: 'audience_mismatch' } },
    ])
    expect(calls).toEqual([])
  })

  it('not the client secret itself, to another token endpoint', async () => {
    const own = await publishType(stack, 'acme-own', vendor, { own_server: true })
    const integration = await ada.create({
      type_id: 'acme-own',
      name: 'Own server',
      auth_method: 'oauth',
      config: apiConfig(vendor.api, MACHINE),
    })
    await storeClientSecret(ada, integration, own)
    const config = apiConfig(vendor.api, { ...MACHINE, token_endpoint: `${evil.origin}/token` })
    expect(await test(ada, draftOf({ ...integration, config }))).toMatchObject({
      failure: { code: 'audience_mismatch' },
    })
  })

  afterAll(() => {
    expect(evil.requests).toEqual([])
  })
})

describe('a machine connects with its own secret', () => {
  it('without a sign-in: a token is got once, stored, and got anew when it ends', async () => {
    const { id } = await saved(MACHINE)
    const [first, got] = await counting(() => test(ada, { integrationId: id }))
    expect(first).toMatchObject({ outcome: 'passed' })
    expect(got).toEqual(['client_credentials'])
    const [, again] = await counting(() => test(ada, { integrationId: id }))
    expect(again).toEqual([])
    await setGrant(id, { expires_at: inSeconds(30) })
    const [, renewed] = await counting(() => test(ada, { integrationId: id }))
    expect(renewed).toEqual(['client_credentials'])
    expect(await grantOf(id)).toMatchObject({ client_id: 'machine', generation: 2 })
    expect((await recorded(ada, id)).row.status).toBe('connected')
  })

  it('in a form that is not saved: nothing is stored', async () => {
    const integration = await saved(MACHINE)
    expect(await test(ada, draftOf(integration))).toMatchObject({ outcome: 'passed' })
    expect(await grantOf(integration.id)).toBeNull()
  })

  it('and is told when the secret is wrong or missing', async () => {
    const integration = await saved(MACHINE)
    await storeClientSecret(ada, integration, settings, 'not-the-secret-at-all')
    expect(await test(ada, { integrationId: integration.id })).toMatchObject({
      failure: { stage: 'authenticate', code: 'client_refused' },
    })
    await ada.db.from('integration_credentials').delete().eq('user_integration_id', integration.id)
    expect(await test(ada, { integrationId: integration.id })).toMatchObject({
      failure: { stage: 'configure', code: 'credential_missing' },
    })
  })
})

it('a token that was renewed in the middle is withheld from the report like any other', async () => {
  const { id } = await connected()
  await vendor.expireAccess()
  const { hits, body } = await (async () => {
    const response = await post(ada, { integrationId: id })
    return { hits: vendor.apiCalls(), body: await response.text() }
  })()
  expect(hits).toBeGreaterThan(0)
  await vendor.revoke()
  const refused = await (await post(ada, { integrationId: id })).text()
  const rows = JSON.stringify([
    await asService(stack)('user_integrations?select=*', 'GET'),
    await asService(stack)('integration_logs?select=*', 'GET'),
    await asService(stack)('integration_grants?select=*', 'GET'),
    await asService(stack)('integration_credentials?select=*', 'GET'),
  ])
  for (const text of [body, refused, rows, stack.output()]) {
    for (const secret of [SECRET, ...vendor.given]) expect(text).not.toContain(secret)
  }
})
