import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AuthorizationServer,
  signInAt,
  startAuthorizationServer,
} from '../support/authorization-server.ts'
import { OAuthRunner, type Results } from '../support/oauth-runner.ts'
import { ProbeRunner } from '../support/probe-runner.ts'
import { auth, mcpSubject } from '../support/probe-subjects.ts'
import { type ProtectedMcp, startProtected } from '../support/protected-mcp.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { startUpstream } from '../support/upstream-server.ts'

const redirectUri = 'http://127.0.0.1:54321/functions/v1/oauth/callback'
const WHO = { redirectUri, pageUrl: 'http://127.0.0.1:5179', allowInsecure: true }
const STATE = 'state-of-one-attempt'

describe.each(RUNTIMES)('On $runtime, access to an MCP server', ({ npmName }) => {
  const oauth = new OAuthRunner(npmName)
  const probes = new ProbeRunner(npmName)
  const opened: { close(): Promise<void> }[] = []
  let registering: AuthorizationServer
  let mcp: ProtectedMcp

  const keep = <T extends { close(): Promise<void> }>(server: T): T => {
    opened.push(server)
    return server
  }
  const authorityFor = (url: string, more: object = {}) =>
    oauth.run('authority', { request: { serverUrl: url, ...WHO, ...more } })

  /** As a person does it in the browser, to the tokens. */
  async function signIn({ authority, clientSecret }: Results['authority']) {
    const { url, codeVerifier } = await oauth.run('start', {
      authority,
      options: { redirectUri, state: STATE, allowInsecure: true },
    })
    const exchange = {
      authority,
      options: {
        callback: String(await signInAt(url, redirectUri)),
        state: STATE,
        codeVerifier,
        redirectUri,
        clientSecret,
        allowInsecure: true,
      },
    }
    return { exchange, tokens: await oauth.run('exchange', exchange) }
  }

  const probeWith = (url: string, access_token: string) =>
    probes.probe(mcpSubject(url, auth({ kind: 'oauth', access_token })))

  beforeAll(async () => {
    registering = keep(await startAuthorizationServer())
    mcp = keep(await startProtected(registering))
  })
  afterAll(async () => {
    await Promise.all([oauth.stop(), probes.stop(), ...opened.map((server) => server.close())])
  })

  test('is asked for by a client that registers itself, given, used and renewed', async () => {
    const found = await authorityFor(mcp.url)
    expect(found).toEqual({
      authority: {
        server: expect.objectContaining({
          issuer: registering.origin,
          token_endpoint: `${registering.origin}/token`,
          code_challenge_methods_supported: ['S256'],
          authorization_response_iss_parameter_supported: true,
        }),
        client: {
          client_id: expect.any(String),
          token_endpoint_auth_method: 'client_secret_basic',
        },
        registration: 'registered',
        resource: mcp.url,
        scopes: ['tools:read', 'offline_access'],
      },
      clientSecret: expect.any(String),
    })

    const { tokens, exchange } = await signIn(found)
    expect(tokens).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: 600,
      scopes: expect.arrayContaining(['tools:read']),
    })
    const { result } = await probeWith(mcp.url, tokens.access_token)
    expect(result.failure).toBeNull()
    expect(result.facts).toMatchObject({ server: { name: 'protected-fixture' }, tool_count: 1 })

    const { authority, clientSecret } = found
    const renewed = await oauth.run('refresh', {
      authority,
      options: { refreshToken: tokens.refresh_token ?? '', clientSecret, allowInsecure: true },
    })
    expect(renewed.access_token).not.toBe(tokens.access_token)
    expect((await probeWith(mcp.url, renewed.access_token)).result.failure).toBeNull()

    // A code is good once; whoever shows it again makes the server take back what it gave.
    expect(await oauth.fail('exchange', exchange)).toMatchObject({ reason: 'invalid_grant' })
    expect((await probeWith(mcp.url, renewed.access_token)).result.failure).toMatchObject({
      code: 'credential_refused',
    })
  })

  test('is asked for by the page’s metadata document where the server takes it', async () => {
    const taking = keep(await startAuthorizationServer({ documents: true }))
    const server = keep(await startProtected(taking))
    const page = keep(
      await startUpstream((_request, response) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(document))
      }, 'good'),
    )
    const document = {
      client_id: `${page.origin}/client-metadata.json`,
      client_name: 'Patchbay',
      redirect_uris: [redirectUri],
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    }
    const found = await authorityFor(server.url, { pageUrl: page.origin })
    expect(found).toMatchObject({
      authority: {
        client: { client_id: document.client_id, token_endpoint_auth_method: 'none' },
        registration: 'metadata_document',
      },
      clientSecret: null,
    })
    const { tokens } = await signIn(found)
    expect((await probeWith(server.url, tokens.access_token)).result.failure).toBeNull()

    document.redirect_uris = ['https://elsewhere.example/callback']
    const refused = { serverUrl: server.url, ...WHO, pageUrl: page.origin }
    expect(await oauth.fail('authority', { request: refused })).toMatchObject({
      code: 'client_id_required',
      message: expect.stringContaining(redirectUri),
    })
  })

  test('is asked for again by the client that is known, for all that it had and all it needs', async () => {
    const { authority } = await authorityFor(mcp.url)
    const before = registering.requests.length
    const known = { ...authority, scopes: ['tools:write'] }
    expect(await authorityFor(mcp.url, { known })).toEqual({
      authority: { ...authority, scopes: ['tools:write', 'tools:read', 'offline_access'] },
      clientSecret: null,
    })
    const asked = registering.requests.slice(before).map(({ url }) => url)
    expect(asked).toEqual(['/.well-known/oauth-authorization-server'])
  })

  test('is asked for by a new client where the server has moved to another issuer', async () => {
    const [first, second] = await Promise.all([
      startAuthorizationServer(),
      startAuthorizationServer(),
    ])
    const server = keep(await startProtected(keep(first)))
    const { authority: known, clientSecret } = await authorityFor(server.url)
    server.moveTo(keep(second))

    const moved = await authorityFor(server.url, { known })
    expect(moved.authority.server.issuer).toBe(second.origin)
    expect(moved.authority.client.client_id).not.toBe(known.client.client_id)
    expect(moved.clientSecret).not.toBe(clientSecret)
    expect(second.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /.well-known/oauth-authorization-server',
      'POST /reg',
    ])
  })

  test('is not asked for by a client that was entered for another issuer', async () => {
    const second = keep(await startAuthorizationServer())
    const given = {
      grant: 'authorization_code',
      client_id: 'by-hand',
      client_auth: 'none',
    } as const
    const { authority: known } = await authorityFor(mcp.url, { given })
    expect(known).toMatchObject({ client: { client_id: 'by-hand' }, registration: 'entered' })
    const server = keep(await startProtected(second))

    const ask = { serverUrl: server.url, ...WHO, given, known }
    expect(await oauth.fail('authority', { request: ask })).toMatchObject({
      code: 'authorization_failed',
      reason: 'mismatch',
      message: expect.stringContaining('was entered for another place'),
    })
    const named = { ...ask, known: null, given: { ...given, issuer: registering.origin } }
    expect(await oauth.fail('authority', { request: named })).toMatchObject({ reason: 'mismatch' })
    expect(second.requests.map(({ method }) => method)).toEqual(['GET'])
  })

  test('is not taken from an answer that belongs to another attempt or another server', async () => {
    const found = await authorityFor(mcp.url)
    const { exchange } = await signIn(found)
    const before = registering.requests.length
    const iss = encodeURIComponent(registering.origin)
    for (const callback of [
      `code=stolen&state=another&iss=${iss}`,
      `code=stolen&iss=${iss}`,
      `code=stolen&state=${STATE}`,
      `code=stolen&state=${STATE}&iss=https://evil.example`,
      `code=stolen&state=${STATE}&iss=${iss}/`,
      `error=access_denied&state=${STATE}&iss=https://evil.example`,
    ]) {
      const options = { ...exchange.options, callback }
      expect(
        await oauth.fail('exchange', { authority: found.authority, options }),
        callback,
      ).toMatchObject({ code: 'authorization_failed', reason: 'mismatch' })
    }
    const options = {
      ...exchange.options,
      callback: `error=access_denied&state=${STATE}&iss=${iss}`,
    }
    expect(await oauth.fail('exchange', { authority: found.authority, options })).toMatchObject({
      code: 'authorization_denied',
      reason: 'denied',
    })
    expect(registering.requests).toHaveLength(before)
  })
})
