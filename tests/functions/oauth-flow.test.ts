import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OAuthSettings } from '../../supabase/functions/_shared/contract/type-defaults.ts'
import { recorded, test } from '../support/connection-tests.ts'
import {
  apiConfig,
  asService,
  comeBack,
  connect,
  publishType,
  refusal,
  started,
  storeClientSecret,
  tabOf,
  ticketOf,
  WEB,
} from '../support/oauth-person.ts'
import { SECRET, startVendor, type Vendor } from '../support/oauth-vendor.ts'
import { type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let vendor: Vendor
let settings: OAuthSettings
let ada: Person
let eve: Person
let redirectUri: string

beforeAll(async () => {
  stack = await startStack()
  redirectUri = `${stack.url}/functions/v1/oauth/callback`
  vendor = await startVendor(redirectUri)
  settings = await publishType(stack, 'acme-oauth', vendor)
  ada = await signUp(stack)
  eve = await signUp(stack)
})

afterAll(async () => {
  await vendor?.stop()
  await stack?.stop()
})

let named = 0
/** Ada's connection, saved and not yet connected. */
async function saved(oauth: object = WEB, type_id = 'acme-oauth') {
  const integration = await ada.create({
    type_id,
    name: `Acme ${++named}`,
    auth_method: 'oauth',
    config: apiConfig(vendor.api, oauth),
  })
  await storeClientSecret(ada, integration, settings)
  return integration
}

const grantOf = async (id: string) =>
  (await ada.db.from('integration_grants').select().eq('user_integration_id', id)).data ?? []
const logOf = async (id: string, event: string) =>
  (
    await ada.db
      .from('integration_logs')
      .select('level,message')
      .eq('user_integration_id', id)
      .eq('event_type', event)
  ).data ?? []

describe('a person connects by signing in at the vendor', () => {
  it.each([
    ['client_secret_basic', WEB],
    ['client_secret_post', { client_id: 'post', client_auth: 'client_secret_post' }],
    ['none', { client_id: 'public', client_auth: 'none' }],
  ])('as a client of %s, and the test then passes', async (_method, oauth) => {
    const { id } = await saved(oauth)
    expect(await test(ada, { integrationId: id })).toMatchObject({
      failure: { stage: 'configure', code: 'authorization_missing' },
    })
    expect(await connect(stack, ada, vendor, id)).toEqual({
      integrationId: id,
      scopes: ['read', 'write'],
      missing_scopes: [],
    })
    expect((await recorded(ada, id)).row.status).toBe('configuring')
    expect(await test(ada, { integrationId: id })).toMatchObject({
      outcome: 'passed',
      facts: { account: 'ada' },
    })
    expect((await recorded(ada, id)).row.status).toBe('connected')
    expect(await grantOf(id)).toMatchObject([
      { issuer: vendor.issuer, client_id: oauth.client_id, is_renewable: true, revoked_at: null },
    ])
  })

  it('with everything that protects the way there and back', async () => {
    const { id } = await saved()
    const url = await started(tabOf(stack, ada).start(id))
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'web',
      redirect_uri: redirectUri,
      scope: 'read write',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    })
    const { response, location } = await comeBack(await vendor.signIn(url.href))
    expect(response.status).toBe(303)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(await response.text()).toBe('')
    expect(`${location.origin}${location.pathname}${location.search}`).toBe(
      `${stack.url}/oauth/callback`,
    )
  })

  it('and is led back to the page that they began on', async () => {
    const { id } = await saved()
    const other = stack.url.replace('127.0.0.1', 'localhost')
    const url = await started(tabOf(stack, ada, other).start(id))
    expect((await comeBack(await vendor.signIn(url.href))).location.origin).toBe(other)
  })

  it('learns at once which scopes were not given', async () => {
    const { id } = await saved()
    const finished = await connect(stack, ada, vendor, id, { scopes: ['read'] })
    expect(finished).toMatchObject({ scopes: ['read'], missing_scopes: ['write'] })
    // This API says nothing of scopes, so the report does.
    expect(await test(ada, { integrationId: id })).toMatchObject({
      failure: { code: 'scope_missing', next_step: expect.stringMatching(/^Reconnect/) },
    })
  })

  it('again, and the new access replaces the old', async () => {
    const { id } = await saved()
    await connect(stack, ada, vendor, id)
    const [before] = await grantOf(id)
    await connect(stack, ada, vendor, id)
    const [after] = await grantOf(id)
    expect(after.generation).toBe(before.generation + 1)
    expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
  })
})

describe('nothing is connected when', () => {
  /** Ada at the vendor, her answer not yet taken. */
  async function underWay() {
    const integration = await saved()
    const tab = tabOf(stack, ada)
    const url = await started(tab.start(integration.id))
    return { ...integration, tab, url }
  }
  const expectNothing = async (id: string) => {
    expect(await grantOf(id)).toEqual([])
    const stored = await ada.db
      .from('integration_credentials')
      .select('slot')
      .eq('user_integration_id', id)
    expect(stored.data).toEqual([{ slot: 'client' }])
  }

  it('the person says no', async () => {
    const { id, tab, url } = await underWay()
    const ticket = await ticketOf(await vendor.signIn(url.href, 'deny'))
    const told = await refusal(tab.finish(ticket))
    expect(told).toMatchObject({ status: 403, code: 'authorization_denied' })
    expect(told.message).not.toMatch(/<b>/)
    await expectNothing(id)
    expect(await logOf(id, 'authorization_failed')).toMatchObject([{ level: 'warn' }])
  })

  it('nobody knows the state, or it is no state', async () => {
    for (const state of ['A'.repeat(43), '', '../../evil', 'x'.repeat(5_000)]) {
      const { location, fragment } = await comeBack(
        new URL(`${redirectUri}?${new URLSearchParams({ code: 'c', state })}`),
      )
      expect(fragment).toEqual({ error: 'authorization_expired' })
      expect(location.origin).toBe(stack.url)
    }
  })

  it('the callback is replayed: the first ticket holds, the second gets none', async () => {
    const { url, tab, id } = await underWay()
    const callback = await vendor.signIn(url.href)
    const ticket = await ticketOf(callback)
    expect((await comeBack(callback)).fragment).toEqual({ error: 'authorization_used' })
    const forged = new URL(callback)
    forged.searchParams.set('code', 'of-an-attacker')
    expect((await comeBack(forged)).fragment).toEqual({ error: 'authorization_used' })
    expect((await tab.finish(ticket)).status).toBe(200)
    expect(await refusal(tab.finish(ticket))).toMatchObject({
      status: 409,
      code: 'authorization_used',
    })
    expect(await grantOf(id)).toHaveLength(1)
  })

  it('the button is clicked twice: one of them finishes', async () => {
    const { url, tab } = await underWay()
    const ticket = await ticketOf(await vendor.signIn(url.href))
    const both = await Promise.all([tab.finish(ticket), tab.finish(ticket)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  it('it comes back in another browser, or to another person; the right one still can', async () => {
    const { url, tab, id } = await underWay()
    const ticket = await ticketOf(await vendor.signIn(url.href))
    const mismatch = { status: 403, code: 'authorization_mismatch' }
    expect(await refusal(tabOf(stack, ada).finish(ticket))).toMatchObject(mismatch)
    const hers = { ticket, browserKey: tab.browserKey }
    expect(await refusal(tabOf(stack, eve).post('finish', hers))).toMatchObject(mismatch)
    await expectNothing(id)
    expect((await tab.finish(ticket)).status).toBe(200)
  })

  it('the answer names another issuer, or hides it (RFC 9207)', async () => {
    for (const iss of ['https://evil.test', null]) {
      const { url, tab, id } = await underWay()
      const callback = await vendor.signIn(url.href)
      if (iss === null) callback.searchParams.delete('iss')
      else callback.searchParams.set('iss', iss)
      const before = vendor.tokenCalls.length
      expect(await refusal(tab.finish(await ticketOf(callback)))).toMatchObject({
        code: 'authorization_failed',
      })
      expect(vendor.tokenCalls).toHaveLength(before)
      await expectNothing(id)
    }
  })

  it('the code is somebody else’s: it does not fit the challenge', async () => {
    const [mine, hers] = [await underWay(), await underWay()]
    const callback = await vendor.signIn(mine.url.href)
    const stolen = await vendor.signIn(hers.url.href)
    callback.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    expect(await refusal(mine.tab.finish(await ticketOf(callback)))).toMatchObject({
      code: 'authorization_failed',
    })
    await expectNothing(mine.id)
  })

  it('somebody takes PKCE or the address out of the way there', async () => {
    const { url } = await underWay()
    const without = new URL(url)
    without.searchParams.delete('code_challenge')
    without.searchParams.delete('code_challenge_method')
    expect((await vendor.signIn(without.href)).searchParams.get('error')).toBe('invalid_request')
    const elsewhere = new URL(url)
    elsewhere.searchParams.set('redirect_uri', `${redirectUri}/..%2fevil`)
    await expect(vendor.signIn(elsewhere.href)).rejects.toThrow(/^400/)
  })

  it('the client secret is wrong, or has not been entered', async () => {
    const { id, ...integration } = await saved()
    await storeClientSecret(ada, { id, ...integration }, settings, 'not-the-secret-at-all')
    const tab = tabOf(stack, ada)
    const url = await started(tab.start(id))
    const ticket = await ticketOf(await vendor.signIn(url.href))
    expect(await refusal(tab.finish(ticket))).toMatchObject({
      code: 'authorization_failed',
      message: expect.stringContaining('client ID or its secret'),
    })
    await ada.db.from('integration_credentials').delete().eq('user_integration_id', id)
    expect(await refusal(tabOf(stack, ada).start(id))).toMatchObject({
      code: 'invalid_request',
      message: 'The client secret has not been entered. Enter it and save.',
    })
  })

  it('the settings change meanwhile', async () => {
    const { id, url, tab, config } = await underWay()
    const ticket = await ticketOf(await vendor.signIn(url.href))
    const moved = { ...config, api_url: 'http://127.0.0.1:9' }
    await ada.db.from('user_integrations').update({ config: moved }).eq('id', id)
    const before = vendor.tokenCalls.length
    expect(await refusal(tab.finish(ticket))).toMatchObject({ status: 409, code: 'conflict' })
    expect(vendor.tokenCalls).toHaveLength(before)
    await expectNothing(id)
  })

  it('the integration is deleted meanwhile', async () => {
    const { id, url, tab } = await underWay()
    await ada.db.from('user_integrations').delete().eq('id', id)
    const { fragment } = await comeBack(await vendor.signIn(url.href))
    expect(fragment).toEqual({ error: 'authorization_expired' })
    expect(await refusal(tab.start(id))).toMatchObject({ status: 404, code: 'not_found' })
  })
})

describe('nobody begins', () => {
  it('without signing in, for somebody else, or from another page', async () => {
    const { id } = await saved()
    const anonymous = { authorization: 'Bearer nobody' }
    expect(await refusal(tabOf(stack, ada).start(id, anonymous))).toMatchObject({ status: 401 })
    expect(await refusal(tabOf(stack, eve).start(id))).toMatchObject({ code: 'not_found' })
    const elsewhere = tabOf(stack, ada, 'https://evil.test')
    expect(await refusal(elsewhere.start(id))).toMatchObject({ status: 403, code: 'forbidden' })
  })

  it('what needs no sign-in, or has no client', async () => {
    const machine = await saved({ ...WEB, grant: 'client_credentials' })
    expect(await refusal(tabOf(stack, ada).start(machine.id))).toMatchObject({
      code: 'invalid_request',
    })
    const nobody = await saved({})
    expect(await refusal(tabOf(stack, ada).start(nobody.id))).toMatchObject({
      status: 409,
      code: 'client_id_required',
    })
  })

  it('at a server that the type does not name: the secret is not shown there', async () => {
    const { id } = await saved()
    const config = apiConfig(vendor.api, { ...WEB, issuer: 'https://evil.test' })
    await ada.db.from('user_integrations').update({ config }).eq('id', id)
    expect(await refusal(tabOf(stack, ada).start(id))).toMatchObject({
      code: 'authorization_failed',
    })
  })

  it('with a secret that was sealed for another server, where the person names it', async () => {
    const other = await startVendor(redirectUri)
    const own = await publishType(stack, 'acme-own', vendor, { own_server: true })
    const integration = await saved(WEB, 'acme-own')
    await storeClientSecret(ada, integration, own)
    const moved = apiConfig(vendor.api, { ...WEB, issuer: other.issuer })
    await ada.db.from('user_integrations').update({ config: moved }).eq('id', integration.id)
    expect(await refusal(tabOf(stack, ada).start(integration.id))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('was sealed for'),
    })
    await storeClientSecret(ada, { ...integration, config: moved }, own)
    expect(await connect(stack, ada, other, integration.id)).toMatchObject({ missing_scopes: [] })
    expect(other.tokenCalls).toEqual(['authorization_code'])
    await other.stop()
  })

  it('where the metadata is another issuer’s', async () => {
    await publishType(stack, 'acme-mixed', vendor, {
      issuer: vendor.issuer.replace('localhost', '127.0.0.1'),
    })
    const { id } = await saved(WEB, 'acme-mixed')
    expect(await refusal(tabOf(stack, ada).start(id))).toMatchObject({
      code: 'authorization_failed',
    })
  })
})

it('no token and no secret is in any row, log, answer or output', async () => {
  const { id } = await saved()
  await connect(stack, ada, vendor, id)
  const report = JSON.stringify(await test(ada, { integrationId: id }))
  const tables = [
    'user_integrations',
    'integration_credentials',
    'integration_grants',
    'integration_logs',
    'integration_health_metrics',
  ]
  const rows = await Promise.all(
    tables.map(async (table) => JSON.stringify(await asService(stack)(`${table}?select=*`, 'GET'))),
  )
  expect(vendor.given.size).toBeGreaterThan(10)
  for (const text of [report, stack.output(), ...rows]) {
    for (const secret of [SECRET, ...vendor.given]) expect(text).not.toContain(secret)
  }
})
