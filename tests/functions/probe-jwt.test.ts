import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JwtAlgorithm } from '../../supabase/functions/_shared/contract/auth.ts'
import type { JwtConfig } from '../../supabase/functions/_shared/contract/config.ts'
import type { JwtMint } from '../../supabase/functions/_shared/contract/type-defaults.ts'
import { initialize } from '../support/probe-mcp-servers.ts'
import { ProbeRunner, type WireSubject } from '../support/probe-runner.ts'
import { auth, graphqlSubject, mcpSubject, restSubject } from '../support/probe-subjects.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { bodyOf, startUpstream, type Upstream } from '../support/upstream-server.ts'

interface Signer {
  /** As a person enters it. */
  key: string
  verifier: KeyObject | Uint8Array
}

const pair = ({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }) => ({
  key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  verifier: publicKey,
})
const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const shared = 'canary-shared-secret-ü-4711-of-32-bytes'
const SIGNERS: Record<JwtAlgorithm, Signer> = {
  RS256: pair(rsa()),
  ES256: pair(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  EdDSA: pair(generateKeyPairSync('ed25519')),
  HS256: { key: shared, verifier: new TextEncoder().encode(shared) },
}
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'HS256'] as const
const OTHER_RSA = pair(rsa())

const MINT: JwtMint = {
  algs: [...ALGORITHMS],
  lifetime_seconds: 600,
  claims: { aud: 'acme-v1' },
  asks: [
    { into: 'iss', label: 'Issuer' },
    { into: 'key_id', label: 'Key ID' },
  ],
  help: { label: 'Private key' },
}
const config = (alg: JwtAlgorithm, more: Partial<JwtConfig> = {}): JwtConfig => ({
  alg,
  key_id: 'kid-1',
  claims: { iss: 'team-1' },
  lifetime_seconds: 300,
  ...more,
})

const tokenOf = ({ headers }: IncomingMessage) =>
  (headers.authorization ?? '').replace(/^Bearer /, '')

/** An API that checks every token as a vendor does, with a clock some seconds behind. */
async function verified(request: IncomingMessage): Promise<boolean> {
  const token = tokenOf(request)
  for (const [alg, { verifier }] of Object.entries(SIGNERS)) {
    const options = {
      algorithms: [alg],
      issuer: 'team-1',
      audience: 'acme-v1',
      maxTokenAge: 330,
      currentDate: new Date(Date.now() - 20_000),
    }
    const known = await jwtVerify(token, verifier, options).catch(() => null)
    if (known?.protectedHeader.kid === 'kid-1') return true
  }
  return false
}

describe.each(RUNTIMES)('On $runtime, a token signed for each request', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  let server: Upstream

  beforeAll(async () => {
    server = await startUpstream(async (request, response) => {
      response.setHeader('content-type', 'application/json')
      const body = await bodyOf(request)
      if (!(await verified(request))) {
        return response.writeHead(401).end(JSON.stringify({ message: tokenOf(request) }))
      }
      if (request.url === '/mcp') return mcp(request, body, response)
      const login = { login: `ada ${tokenOf(request)}` }
      return response.end(
        JSON.stringify(request.method === 'POST' ? { data: { viewer: login } } : login),
      )
    })
  })
  afterAll(async () => {
    await runner.stop()
    await server.close()
  })

  function mcp(request: IncomingMessage, body: string, response: ServerResponse) {
    if (request.method !== 'POST') return response.writeHead(405).end()
    const { id, method } = JSON.parse(body)
    if (id === undefined) return response.writeHead(202).end()
    if (method === 'server/discover') {
      const error = { code: -32601, message: 'Method not found' }
      return response.end(JSON.stringify({ jsonrpc: '2.0', id, error }))
    }
    const result = method === 'initialize' ? initialize({ tools: {} })() : { tools: [] }
    // So slow that the next token begins in another second.
    const ms = method === 'initialize' ? 1_050 : 0
    return setTimeout(() => response.end(JSON.stringify({ jsonrpc: '2.0', id, result })), ms)
  }

  type Subject = typeof restSubject | typeof graphqlSubject
  function signing(
    jwt: JwtConfig,
    { key } = SIGNERS[jwt.alg],
    { subject = restSubject as Subject, mint = MINT as JwtMint | null, own = false } = {},
  ): WireSubject {
    return subject(server.origin, {
      ...auth({ kind: 'jwt_key', key }),
      config: { jwt },
      defaults: { auth: { jwt: mint === null ? {} : { mint } }, own_request: own },
    })
  }
  const failureOf = async (subject: WireSubject) => (await runner.probe(subject)).result.failure

  test.each(ALGORITHMS)('%s: is taken, and seen by nobody', async (alg) => {
    const told = await runner.probe(signing(config(alg)))
    expect(told.result.failure).toBeNull()
    const token = tokenOf(server.requests.at(-1) ?? expect.fail('No request came'))
    expect(decodeJwt(token)).toMatchObject({ iss: 'team-1', aud: 'acme-v1' })
    const { iat = 0, exp = 0 } = decodeJwt(token)
    expect(exp - iat).toBe(300)
    expect(JSON.stringify(told)).toContain('ada [withheld]')
    expect(JSON.stringify(told)).not.toContain(token.split('.')[2])
  })

  test('GraphQL takes it too', async () => {
    const subject = signing(config('ES256'), SIGNERS.ES256, { subject: graphqlSubject })
    expect(await failureOf(subject)).toBeNull()
  })

  test('an MCP server gets another one with each of its requests', async () => {
    const before = server.requests.length
    const subject = mcpSubject(`${server.origin}/mcp`, {
      ...auth({ kind: 'jwt_key', key: SIGNERS.ES256.key }),
      config: { jwt: config('ES256') },
    })
    const { defaults } = subject.type
    const type = { ...subject.type, defaults: { ...defaults, auth: { jwt: { mint: MINT } } } }
    expect(await failureOf({ ...subject, type })).toBeNull()
    const times = server.requests.slice(before).map((request) => decodeJwt(tokenOf(request)).iat)
    expect(times.length).toBeGreaterThan(2)
    expect(times.at(-1)).toBeGreaterThan(times.at(0) ?? Number.NaN)
  })

  test('a short-lived one is not past when it comes', async () => {
    await runner.probe(signing(config('HS256', { lifetime_seconds: 30 })))
    const { exp = 0 } = decodeJwt(tokenOf(server.requests.at(-1) ?? expect.fail()))
    expect(exp).toBeGreaterThan(Date.now() / 1_000 + 5)
  })

  test('of a key that the vendor does not know is refused, and not shown', async () => {
    const told = await runner.probe(signing(config('RS256'), OTHER_RSA))
    expect(told.result.failure).toMatchObject({ stage: 'authenticate', code: 'credential_refused' })
    expect(told.result.failure?.message).toContain('[withheld]')
    const token = tokenOf(server.requests.at(-1) ?? expect.fail('No request came'))
    expect(JSON.stringify(told)).not.toContain(token)
  })

  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const pkcs1 = rsa().privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const closed = rsa().privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'canary-passphrase',
  })
  const open = rsa().publicKey.export({ type: 'spki', format: 'pem' })
  test.each([
    ['of another algorithm', SIGNERS.ES256.key, 'none for RS256'],
    ['too short for its algorithm', pair(weak).key, 'cannot be used for RS256'],
    ['in an old form', pkcs1, 'RSA PRIVATE KEY'],
    ['with a passphrase', closed.toString(), 'has a passphrase'],
    ['that is public', open.toString(), 'public half'],
    ['that is no PEM', 'canary-no-key', 'not in PEM form'],
    ['that was cut', SIGNERS.RS256.key.slice(0, 400), 'none for RS256'],
  ])('a key %s is told before anything is sent', async (_what, key, said) => {
    const before = server.requests.length
    const told = await runner.probe(signing(config('RS256'), { ...OTHER_RSA, key }))
    expect(told.result.failure).toMatchObject({
      stage: 'configure',
      code: 'credential_unreadable',
      message: expect.stringContaining(said),
    })
    expect(server.requests.length).toBe(before)
    expect(JSON.stringify(told)).not.toContain('canary')
    expect(JSON.stringify(told)).not.toContain(key.split('\n')[2] ?? key)
  })

  const picky: JwtMint = { ...MINT, algs: ['ES256'] }
  test.each([
    ['an algorithm that it does not take', config('RS256'), picky],
    ['a longer life than it allows', config('ES256', { lifetime_seconds: 601 }), picky],
    ['a claim that it does not ask for', config('ES256', { claims: { sub: 'root' } }), picky],
    ['any signing where it has none', config('ES256'), null],
  ])('a type refuses %s', async (_what, jwt, mint) => {
    expect(await failureOf(signing(jwt, SIGNERS[jwt.alg], { mint }))).toMatchObject({
      stage: 'configure',
      code: 'config_invalid',
    })
  })

  test('no setting overrules a claim that the type fixes', async () => {
    const jwt = config('ES256', { claims: { iss: 'team-1', aud: 'somebody-else' } })
    expect(await failureOf(signing(jwt))).toBeNull()
    expect(decodeJwt(tokenOf(server.requests.at(-1) ?? expect.fail())).aud).toBe('acme-v1')
  })

  test('where the request is the person’s own, so are claims and lifetime', async () => {
    const claims = { iss: 'team-1', sub: 'ada' }
    const jwt = config('ES256', { claims, lifetime_seconds: 3_600 })
    await runner.probe(signing(jwt, SIGNERS.ES256, { own: true }))
    const { sub, iat = 0, exp } = decodeJwt(tokenOf(server.requests.at(-1) ?? expect.fail()))
    expect({ sub, exp }).toEqual({ sub: 'ada', exp: iat + 3_600 })
  })
})
