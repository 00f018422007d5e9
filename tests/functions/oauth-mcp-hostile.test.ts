import { afterAll, describe, expect, test } from 'vitest'
import { flood, json, redirect, setTrap, type Trap } from '../support/hostile-authority.ts'
import { OAuthRunner } from '../support/oauth-runner.ts'
import { RUNTIMES } from '../support/runtimes.ts'

const redirectUri = 'http://127.0.0.1:54321/functions/v1/oauth/callback'
const WHO = { redirectUri, pageUrl: 'http://127.0.0.1:5179', allowInsecure: true }
const METADATA_SERVICE = 'http://169.254.169.254/latest/meta-data'
const AS_METADATA = '/.well-known/oauth-authorization-server'

describe.each(RUNTIMES)('On $runtime, an MCP server that means harm', ({ npmName }) => {
  const oauth = new OAuthRunner(npmName)
  const opened: { close(): Promise<void> }[] = []
  const keep = async <T extends { close(): Promise<void> }>(server: Promise<T>): Promise<T> => {
    const started = await server
    opened.push(started)
    return started
  }
  afterAll(async () => {
    await Promise.all([oauth.stop(), ...opened.map((server) => server.close())])
  })

  const ask = ({ url }: Trap, more: object = {}) => ({
    request: { serverUrl: url, ...WHO, ...more },
  })

  test.each([
    { story: 'is another server', resource: 'https://bank.example/mcp' },
    { story: 'is a neighbour on the same host', resource: '/mcp2' },
    { story: 'is a part of itself', resource: '/mcp/admin' },
    { story: 'is itself with another query', resource: '/mcp?tenant=2' },
    { story: 'is no address at all', resource: 'mcp' },
  ])('that says it $story gets no token for that', async ({ resource }) => {
    const trap = await keep(
      setTrap({
        resource: ({ mcp }) => ({ resource: resource.startsWith('/') ? mcp + resource : resource }),
      }),
    )
    expect(await oauth.fail('authority', ask(trap))).toMatchObject({
      code: 'authorization_failed',
      reason: 'mismatch',
    })
    expect(trap.issuer.requests).toHaveLength(0)
  })

  test('that is one of several on its host may name the host', async () => {
    const trap = await keep(setTrap({ resource: ({ mcp }) => ({ resource: mcp }) }))
    const { authority } = await oauth.run('authority', ask(trap))
    expect(authority.resource).toBe(trap.mcp.origin)
  })

  test.each([
    { story: 'another', issuer: () => 'https://honest.example' },
    { story: 'one with a slash more', issuer: (own: string) => `${own}/` },
    { story: 'one in capitals', issuer: (own: string) => own.replace('http', 'HTTP') },
    { story: 'none', issuer: () => 'nobody' },
  ])('sends to an issuer that names itself $story: nobody registers there', async ({ issuer }) => {
    const trap = await keep(setTrap({ server: (own) => ({ issuer: issuer(own.issuer) }) }))
    expect(await oauth.fail('authority', ask(trap))).toMatchObject({ reason: 'mismatch' })
    expect(trap.issuer.requests.map(({ method }) => method)).toEqual(['GET'])
  })

  test('sends into a private network: not one request is made there', async () => {
    const trap = await keep(setTrap())
    // Its own address may be reached, as if it were public; what it names may not.
    const failure = await oauth.fail('authority', ask(trap), [trap.mcp.origin])
    expect(failure).toMatchObject({ reason: 'forbidden' })
    expect(trap.issuer.requests).toHaveLength(0)

    const challenge = () => `Bearer resource_metadata="${trap.issuer.origin}/inside"`
    const second = await keep(setTrap({ challenge }))
    const told = await oauth.fail('authority', ask(second), [second.mcp.origin])
    expect(told).toMatchObject({ reason: 'forbidden' })
    expect(trap.issuer.requests).toHaveLength(0)
  })

  test.each(['/mcp', '/.well-known/oauth-protected-resource/mcp', AS_METADATA, '/register'])(
    'redirects from %s to the cloud’s metadata: nobody goes there',
    async (path) => {
      const trap = await keep(setTrap({ answers: { [path]: redirect(METADATA_SERVICE) } }))
      expect(await oauth.fail('authority', ask(trap))).toMatchObject({
        code: 'authorization_failed',
        reason: 'forbidden',
      })
    },
  )

  test.each([
    'javascript:alert(1)',
    'data:text/html,hello',
    'file:///etc/passwd',
    'ftp://files.example/',
    'https://user:password@as.example/',
    '/relative',
  ])('names %s as an endpoint: it is not used, nor is anybody sent there', async (address) => {
    for (const endpoint of ['registration_endpoint', 'authorization_endpoint', 'token_endpoint']) {
      const trap = await keep(setTrap({ server: () => ({ [endpoint]: address }) }))
      expect(await oauth.fail('authority', ask(trap)), endpoint).toMatchObject({
        reason: 'forbidden',
        message: expect.stringContaining(endpoint),
      })
      expect(trap.issuer.requests.map(({ method }) => method)).toEqual(['GET'])
    }
    const trap = await keep(setTrap({ challenge: () => `Bearer resource_metadata="${address}"` }))
    expect(await oauth.fail('authority', ask(trap))).toMatchObject({ reason: 'forbidden' })
  })

  test('sends people to plain http where only https is allowed: they are not sent', async () => {
    const trap = await keep(setTrap())
    const asHosted = ask(trap, { allowInsecure: false })
    expect(await oauth.fail('authority', asHosted)).toMatchObject({ reason: 'forbidden' })
    expect(trap.issuer.requests).toHaveLength(0)

    const { authority } = await oauth.run('authority', ask(trap))
    const options = { redirectUri, state: 'a-state', allowInsecure: false }
    expect(await oauth.fail('start', { authority, options })).toMatchObject({ reason: 'forbidden' })
    const javascript = { ...authority.server, authorization_endpoint: 'javascript:alert(1)' }
    expect(
      await oauth.fail('start', {
        authority: { ...authority, server: javascript },
        options: { ...options, allowInsecure: true },
      }),
    ).toMatchObject({ reason: 'forbidden' })
  })

  test.each(['/.well-known/oauth-protected-resource/mcp', AS_METADATA, '/register'])(
    'answers at %s without end: reading stops',
    async (path) => {
      const trap = await keep(setTrap({ answers: { [path]: flood } }))
      const startedAt = performance.now()
      expect(await oauth.fail('authority', ask(trap))).toMatchObject({ reason: 'malformed' })
      expect(performance.now() - startedAt).toBeLessThan(5_000)
    },
  )

  test('does not end its answer at /mcp: what it says in the header is enough', async () => {
    const trap = await keep(
      setTrap({
        answers: {
          '/mcp': (response) => {
            response.writeHead(401, {
              'www-authenticate':
                'Basic realm="scope=\\"wrong\\"", Bearer error_description="scope=worse", scope="right"',
            })
            response.write('{')
          },
        },
      }),
    )
    const { authority } = await oauth.run('authority', ask(trap))
    expect(authority.scopes).toEqual(['right'])
  })

  test.each([
    { story: 'does not say so', methods: undefined },
    { story: 'has only the plain one', methods: ['plain'] },
  ])('sends to a server without PKCE, which $story: it is not used', async ({ methods }) => {
    const server = () => ({ code_challenge_methods_supported: methods })
    const trap = await keep(setTrap({ server }))
    expect(await oauth.fail('authority', ask(trap))).toMatchObject({ reason: 'unsupported' })
  })

  test('names ten thousand scopes, and some that are none: a hundred are asked for', async () => {
    const scopes_supported = [
      'two words',
      'quo"te',
      ...Array.from({ length: 10_000 }, (_, i) => `s${i}`),
    ]
    const trap = await keep(setTrap({ resource: () => ({ scopes_supported }) }))
    const { authority } = await oauth.run('authority', ask(trap))
    expect(authority.scopes).toHaveLength(100)
    expect(authority.scopes.slice(0, 2)).toEqual(['s0', 's1'])
  })

  test.each([
    { story: 'lets nobody register', answer: json({ error: 'access_denied' }, 403) },
    { story: 'wants a token for that', answer: json({}, 401) },
    { story: 'registers without an ID', answer: json({}, 201) },
  ])('$story: the person is asked for a client ID', async ({ answer }) => {
    const trap = await keep(setTrap({ answers: { '/register': answer } }))
    expect(await oauth.fail('authority', ask(trap))).toMatchObject({
      code: 'client_id_required',
      message: expect.stringContaining(redirectUri),
    })
  })

  test('is down: that is told apart from a refusal', async () => {
    for (const path of [AS_METADATA, '/register']) {
      const trap = await keep(setTrap({ answers: { [path]: json({}, 503) } }))
      expect(await oauth.fail('authority', ask(trap))).toMatchObject({ reason: 'unreachable' })
    }
    const gone = await setTrap()
    await gone.close()
    expect(await oauth.fail('authority', ask(gone))).toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining('Try again'),
    })
  })
})
