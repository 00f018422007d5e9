import { afterAll, describe, expect, test } from 'vitest'
import type { Authority } from '../../supabase/functions/_shared/oauth/authority.ts'
import { flood, json, redirect, type Say } from '../support/hostile-authority.ts'
import { OAuthRunner } from '../support/oauth-runner.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { bodyOf, startUpstream } from '../support/upstream-server.ts'

const SECRET = 'canary-client-secret/+4711'
const REFRESH_TOKEN = 'canary-refresh-4712'

describe.each(RUNTIMES)('On $runtime, a token endpoint', ({ npmName }) => {
  const oauth = new OAuthRunner(npmName)
  const opened: { close(): Promise<void> }[] = []
  afterAll(async () => {
    await Promise.all([oauth.stop(), ...opened.map((server) => server.close())])
  })

  /** A token endpoint, and a call that asks it to renew a token. */
  async function endpointThat(say: Say, client: Partial<Authority['client']> = {}) {
    const bodies: string[] = []
    const upstream = await startUpstream(async (request, response) => {
      bodies.push(await bodyOf(request))
      say(response)
    })
    opened.push(upstream)
    const authority: Authority = {
      server: { issuer: upstream.origin, token_endpoint: `${upstream.origin}/token` },
      client: {
        client_id: 'me.and-you_2',
        token_endpoint_auth_method: 'client_secret_basic',
        ...client,
      },
      registration: 'entered',
      resource: 'https://mcp.example/mcp',
      scopes: ['one', 'three'],
    }
    const secret = { clientSecret: SECRET, allowInsecure: true }
    return {
      upstream,
      bodies,
      authority,
      secret,
      renewal: { authority, options: { ...secret, refreshToken: REFRESH_TOKEN } },
    }
  }

  test.each([
    { says: 'invalid_grant', status: 400, reason: 'invalid_grant' },
    { says: 'invalid_client', status: 401, reason: 'invalid_client' },
    { says: 'temporarily_unavailable', status: 400, reason: 'unreachable' },
    { says: 'bad_refresh_token', status: 200, reason: 'invalid_grant' },
    { says: 'toString', status: 400, reason: 'refused' },
    { says: '', status: 502, reason: 'unreachable' },
    { says: '', status: 429, reason: 'unreachable' },
    { says: '', status: 200, reason: 'malformed' },
  ])('that says “$says” with $status: $reason, and no secret in it', async (story) => {
    const { says, status, reason } = story
    const error_description = `${SECRET} ${REFRESH_TOKEN}`
    const { renewal } = await endpointThat(json({ error: says, error_description }, status))
    const failure = await oauth.fail('refresh', renewal)
    expect(failure).toMatchObject({ code: 'authorization_failed', reason })
    expect(failure.message).not.toContain('canary')
  })

  test('reads the client’s ID and secret as RFC 6749 has them, and for what resource', async () => {
    const answer = { access_token: 'a', scope: 'one,two', expires_in: '60', refresh_token: null }
    const { upstream, bodies, renewal } = await endpointThat(json(answer))
    expect(await oauth.run('refresh', renewal)).toEqual({
      access_token: 'a',
      refresh_token: null,
      expires_in: 60,
      scopes: ['one', 'two'],
    })
    const [request] = upstream.requests
    const escaped = encodeURIComponent(SECRET)
    expect(request?.headers.authorization).toBe(`Basic ${btoa(`me.and-you_2:${escaped}`)}`)
    expect(Object.fromEntries(new URLSearchParams(bodies[0]))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: REFRESH_TOKEN,
      resource: 'https://mcp.example/mcp',
    })
  })

  test('is asked for a token without a person, with the secret in the body', async () => {
    const { upstream, bodies, authority, secret } = await endpointThat(
      json({ access_token: 'a', token_type: 'bearer', id_token: 'not.a.jwt' }),
      { token_endpoint_auth_method: 'client_secret_post' },
    )
    const tokens = await oauth.run('client_credentials', { authority, options: secret })
    expect(tokens).toMatchObject({ access_token: 'a', expires_in: null, scopes: null })
    expect(upstream.requests[0]?.headers.authorization).toBeUndefined()
    expect(Object.fromEntries(new URLSearchParams(bodies[0]))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'me.and-you_2',
      client_secret: SECRET,
      scope: 'one three',
      resource: 'https://mcp.example/mcp',
    })
  })

  test('is not asked without the secret that the client needs', async () => {
    const { upstream, renewal } = await endpointThat(json({}))
    const options = { ...renewal.options, clientSecret: null }
    expect(await oauth.fail('refresh', { ...renewal, options })).toMatchObject({
      reason: 'invalid_client',
    })
    expect(upstream.requests).toHaveLength(0)
  })

  test('on plain http is not asked where only https is allowed', async () => {
    const { upstream, renewal } = await endpointThat(json({ access_token: 'a' }))
    const options = { ...renewal.options, allowInsecure: false }
    expect(await oauth.fail('refresh', { ...renewal, options })).toMatchObject({
      reason: 'forbidden',
    })
    expect(upstream.requests).toHaveLength(0)
  })

  test('that redirects to another origin gets the secret, and nobody else does', async () => {
    const thief = await startUpstream((_request, response) => response.end('{}'))
    opened.push(thief)
    const { upstream, renewal } = await endpointThat(redirect(`${thief.origin}/token`))
    expect(await oauth.fail('refresh', renewal)).toMatchObject({ reason: 'forbidden' })
    expect(upstream.requests).toHaveLength(1)
    expect(thief.requests).toHaveLength(0)
  })

  test('gives a token that is bound to a key: it is not taken for one that is not', async () => {
    const { renewal } = await endpointThat(json({ access_token: 'a', token_type: 'DPoP' }))
    expect(await oauth.fail('refresh', renewal)).toMatchObject({ reason: 'unsupported' })
  })

  test('answers without end: reading stops', async () => {
    const { renewal } = await endpointThat(flood)
    expect(await oauth.fail('refresh', renewal)).toMatchObject({ reason: 'malformed' })
  })
})
