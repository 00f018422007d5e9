import type { IncomingMessage, RequestListener } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CredentialSecret } from '../../supabase/functions/_shared/contract/auth.ts'
import { ProbeRunner, type WireSubject } from '../support/probe-runner.ts'
import { auth, graphqlSubject, restSubject } from '../support/probe-subjects.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

const RIGHT = 'canary+key/4711=='
const WRONG = 'canary-wrong-0815'
const REVOCABLE = 'canary-of-a-while-2342'
/** Whether the vendor's side still knows the revocable one. */
let isRevoked = false

/** The secret that a request presents, wherever it stands. */
function presented({ headers, url = '' }: IncomingMessage): string | null {
  const query = new URL(url, 'http://localhost').searchParams.get('key')
  const [scheme, value = ''] = (headers.authorization ?? '').split(' ')
  if (scheme === 'Basic') return Buffer.from(value, 'base64').toString().replace(/^ada:/, '')
  return query ?? (value || (headers['x-api-key']?.toString() ?? null))
}

const api: RequestListener = (request, response) => {
  const isOpen = request.url?.startsWith('/open')
  response.setHeader('content-type', 'application/json')
  const secret = presented(request)
  if (isOpen || secret === RIGHT || (secret === REVOCABLE && !isRevoked)) {
    const login = { login: 'ada' }
    response.end(JSON.stringify(request.method === 'POST' ? { data: { viewer: login } } : login))
  } else {
    response.setHeader('www-authenticate', 'Bearer error="invalid_token"')
    response.writeHead(401).end(JSON.stringify({ message: `Bad key ${secret}` }))
  }
}

const inHeader = { in: 'header' as const, name: 'X-Api-Key', prefix: '' }
const inQuery = { in: 'query' as const, name: 'key', prefix: '' }
const apiKey = (key: string): CredentialSecret => ({ kind: 'api_key', key })
const METHODS = [
  { how: 'an API key in a header', config: { api_key: inHeader }, secret: apiKey },
  { how: 'an API key in the query', config: { api_key: inQuery }, secret: apiKey },
  { how: 'an API key as bearer', config: {}, secret: apiKey },
  {
    how: 'basic',
    config: {},
    secret: (password: string): CredentialSecret => ({ kind: 'basic', username: 'ada', password }),
  },
  {
    how: 'a JWT',
    config: {},
    secret: (token: string): CredentialSecret => ({ kind: 'jwt', token }),
  },
]
const KINDS = [
  { kind: 'REST', subject: restSubject },
  { kind: 'GraphQL', subject: graphqlSubject },
] as const
const CASES = KINDS.flatMap((kind) => METHODS.map((method) => ({ ...kind, ...method })))

/** The key goes where a person says only where the request is theirs too. */
const OWN = { defaults: { own_request: true } }

describe.each(RUNTIMES)('On $runtime', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  const upstreams: Upstream[] = []
  let server: Upstream

  async function start(listener: RequestListener): Promise<Upstream> {
    const upstream = await startUpstream(listener)
    upstreams.push(upstream)
    return upstream
  }
  async function failureOf(subject: WireSubject) {
    return (await runner.probe(subject)).result.failure
  }

  beforeAll(async () => {
    server = await start(api)
  })
  afterAll(async () => {
    await runner.stop()
    await Promise.all(upstreams.map((upstream) => upstream.close()))
  })

  test.each(CASES)(
    '$kind with $how: right, wrong, expired, revoked',
    async ({ subject, config, secret }) => {
      const right = await runner.probe(
        subject(server.origin, { ...auth(secret(RIGHT)), ...OWN, config }),
      )
      expect(right.result.failure).toBeNull()
      expect(right.result.facts).toMatchObject({ status: 200, account: 'ada' })

      const wrong = await runner.probe(
        subject(server.origin, { ...auth(secret(WRONG)), ...OWN, config }),
      )
      expect(wrong.result.failure).toMatchObject({
        stage: 'authenticate',
        code: 'credential_refused',
      })
      expect(wrong.result.failure?.message).toContain('Acme answered 401')
      expect(wrong.result.failure?.message).toContain('It ends in x7Qa.')
      // The upstream says the key aloud; the report does not.
      expect(wrong.result.failure?.message).toContain('[withheld]')
      expect(JSON.stringify(wrong)).not.toContain(WRONG)

      const past = auth(secret(WRONG), '2020-01-01T00:00:00Z')
      expect(await failureOf(subject(server.origin, { ...past, ...OWN, config }))).toMatchObject({
        stage: 'authenticate',
        code: 'credential_expired',
      })

      const ofAWhile = subject(server.origin, { ...auth(secret(REVOCABLE)), ...OWN, config })
      expect(await failureOf(ofAWhile)).toBeNull()
      isRevoked = true
      expect(await failureOf(ofAWhile)).toMatchObject({ code: 'credential_refused' })
      isRevoked = false
    },
  )

  test.each(KINDS)('$kind without a credential: open, or one is wanted', async ({ subject }) => {
    const open = await runner.probe(subject(`${server.origin}/open`))
    expect(open.result.outcome).toBe('passed')
    expect(await failureOf(subject(server.origin))).toMatchObject({
      stage: 'authenticate',
      code: 'authorization_required',
    })
  })

  test.each([
    { status: 403, headers: {}, code: 'permission_denied', stage: 'authenticate' },
    {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0' },
      code: 'upstream_rate_limited',
      stage: 'speak',
    },
    {
      status: 429,
      headers: { 'retry-after': '30' },
      code: 'upstream_rate_limited',
      stage: 'speak',
    },
    {
      status: 401,
      headers: { 'www-authenticate': 'Bearer error_description="The token expired"' },
      code: 'credential_expired',
      stage: 'authenticate',
    },
    { status: 404, headers: {}, code: 'endpoint_not_found', stage: 'speak' },
    { status: 410, headers: {}, code: 'endpoint_not_found', stage: 'speak' },
    { status: 500, headers: {}, code: 'server_error', stage: 'speak' },
    { status: 418, headers: {}, code: 'unexpected_status', stage: 'speak' },
    { status: 201, headers: {}, code: 'unexpected_status', stage: 'speak' },
  ])('HTTP $status $headers is $code at $stage', async ({ status, headers, code, stage }) => {
    const upstream = await start((_, response) => response.writeHead(status, headers).end('{}'))
    const failure = await failureOf(
      restSubject(upstream.origin, auth({ kind: 'jwt', token: RIGHT })),
    )
    expect(failure).toMatchObject({ stage, code })
    if (status === 429) expect(failure?.next_step).toContain('30 s')
  })

  test('a refusal inside a 200 body is read as the type says', async () => {
    const verification = {
      method: 'GET' as const,
      path: '/auth.test',
      expected_status: 200,
      account: ['/user'],
      success: { pointer: '/ok', value: true },
      auth_failure: {
        pointer: '/error',
        values: ['invalid_auth', 'token_expired'],
        expired: ['token_expired'],
      },
    }
    const expectations = [
      [{ ok: true, user: 'ada' }, null],
      [{ ok: false, error: 'invalid_auth' }, 'credential_refused'],
      [{ ok: false, error: 'token_expired' }, 'credential_expired'],
      [{ ok: false, error: 'fatal_error' }, 'verification_failed'],
    ] as const
    for (const [body, code] of expectations) {
      const upstream = await start((_, response) => response.end(JSON.stringify(body)))
      const failure = await failureOf(
        restSubject(upstream.origin, {
          ...auth({ kind: 'jwt', token: RIGHT }),
          defaults: { verification },
        }),
      )
      expect(failure?.code ?? null).toBe(code)
    }
  })

  test.each([
    { code: 'UNAUTHENTICATED', means: 'credential_refused' },
    { code: 'AUTHENTICATION_ERROR', means: 'credential_refused' },
    { code: 'FORBIDDEN', means: 'permission_denied' },
    { code: 'GRAPHQL_VALIDATION_FAILED', means: 'verification_failed' },
  ])('GraphQL error $code in a 200 or 400 is $means', async ({ code, means }) => {
    for (const status of [200, 400]) {
      const upstream = await start((_, response) =>
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ errors: [{ message: 'No', extensions: { code } }] })),
      )
      const subject = graphqlSubject(upstream.origin, auth({ kind: 'jwt', token: RIGHT }))
      expect(await failureOf(subject)).toMatchObject({ code: means })
    }
  })

  test('scopes that the credential lacks are named', async () => {
    const upstream = await start((_, response) =>
      response.setHeader('x-oauth-scopes', 'repo, user').end('{"login":"ada"}'),
    )
    const verification = {
      method: 'GET' as const,
      path: '/user',
      expected_status: 200,
      account: ['/login'],
      scopes_header: 'X-OAuth-Scopes',
    }
    const subject = (scopes: string[]) =>
      restSubject(upstream.origin, {
        ...auth({ kind: 'jwt', token: RIGHT }),
        defaults: { verification },
        config: { scopes },
      })
    expect((await runner.probe(subject(['repo']))).result.facts).toMatchObject({
      scopes: ['repo', 'user'],
    })
    const failure = await failureOf(subject(['repo', 'gist']))
    expect(failure).toMatchObject({ stage: 'authenticate', code: 'scope_missing' })
    expect(failure?.message).toContain('gist')
  })

  test('a webhook address must answer, and gets no credential', async () => {
    const hook = await start((_, response) => response.writeHead(405).end())
    const subject = (webhook_url: string) =>
      restSubject(server.origin, {
        ...auth({ kind: 'jwt', token: RIGHT }),
        config: { webhook_url },
      })
    expect((await runner.probe(subject(hook.origin))).result.outcome).toBe('passed')
    expect(hook.requests[0]?.headers.authorization).toBeUndefined()
    expect(await failureOf(subject('http://localhost:1/hook'))).toMatchObject({
      stage: 'use',
      code: 'webhook_unreachable',
    })
  })

  test("a person's own request may answer text, but not a web page", async () => {
    const upstream = await start((request, response) => {
      response.setHeader('content-type', request.url === '/page' ? 'text/html' : 'text/plain')
      response.end(request.url === '/page' ? '<html></html>' : 'pong')
    })
    const subject = (path: string) =>
      restSubject(upstream.origin, {
        defaults: { own_request: true },
        config: { request: { method: 'GET', path, expected_status: 200 } },
      })
    expect(await failureOf(subject('/ping'))).toBeNull()
    expect(await failureOf(subject('/page'))).toMatchObject({ code: 'not_json' })
  })

  test('an upstream that echoes the secret in any form is not believed to have a name', async () => {
    const forms = [
      RIGHT,
      encodeURIComponent(RIGHT),
      Buffer.from(RIGHT).toString('base64'),
      Buffer.from(`x:${RIGHT}`).toString('base64'),
      Buffer.from(`ab${RIGHT}yz`).toString('base64url'),
      JSON.stringify(RIGHT),
      RIGHT.toUpperCase(),
      [...RIGHT].join('\u200b'),
      `${'.'.repeat(110)}${RIGHT}`,
    ]
    for (const login of forms) {
      const upstream = await start((_, response) => response.end(JSON.stringify({ login })))
      const told = await runner.probe(
        restSubject(upstream.origin, auth({ kind: 'jwt', token: RIGHT })),
      )
      expect(told.result.outcome).toBe('passed')
      const shown = JSON.stringify(told).replaceAll('\u200b', '').toLowerCase()
      // The last form is so far back that the text is cut within its place holder.
      expect(shown).toContain('[with')
      for (const form of [...forms.slice(0, 3), forms[5]?.slice(1, -1) ?? '']) {
        expect(shown).not.toContain(form.toLowerCase())
      }
      expect(shown).not.toContain('canary')
    }
  })
})
