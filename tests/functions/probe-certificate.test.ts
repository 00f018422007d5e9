import type { RequestListener } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { initialize } from '../support/probe-mcp-servers.ts'
import { ProbeRunner, type WireSubject } from '../support/probe-runner.ts'
import {
  auth,
  graphqlSubject,
  mcpSubject,
  NO_AUTH,
  restSubject,
} from '../support/probe-subjects.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import {
  bodyOf,
  type ClientCertificateName,
  clientPem,
  startMutualTls,
  startUpstream,
  type Upstream,
} from '../support/upstream-server.ts'

const opened: { close(): Promise<void> }[] = []
const keep = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const server = await starting
  opened.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

const certificate = (
  name: ClientCertificateName,
  { ca = null as string | null, key = name } = {},
) =>
  auth({
    kind: 'certificate',
    certificate: clientPem(`${name}.crt`),
    key: clientPem(`${key}.key`),
    ca,
  })

/** Who came, as a server sees it that knows people by their certificates. */
function whoIs(socket: TLSSocket): string | undefined {
  return socket.authorized ? String(socket.getPeerCertificate().subject.CN) : undefined
}
const api: RequestListener = async (request, response) => {
  const login = whoIs(request.socket as TLSSocket)
  response.setHeader('content-type', 'application/json')
  if (login === undefined) return response.writeHead(401).end('{}')
  const body = await bodyOf(request)
  if (request.url !== '/mcp') {
    return response.end(JSON.stringify(body ? { data: { viewer: { login } } } : { login }))
  }
  if (request.method !== 'POST') return response.writeHead(405).end()
  const { id, method } = JSON.parse(body)
  if (id === undefined) return response.writeHead(202).end()
  const result = method === 'initialize' ? initialize({ tools: {} })() : { tools: [] }
  const error = { code: -32601, message: 'Method not found' }
  const answer = method === 'server/discover' ? { error } : { result }
  return response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
}

describe('On a runner, a client certificate', () => {
  const runner = new ProbeRunner('deno', 'runner-harness.ts')
  afterAll(() => runner.stop())

  const strict = (version: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3') =>
    keep(startMutualTls(api, { isStrict: true, version }))
  async function failureOf(subject: WireSubject) {
    const { result } = await runner.probe(subject)
    return result.failure && { ...result.failure, verdicts: verdictsOf(result) }
  }
  const verdictsOf = ({ stages }: { stages: { verdict: string }[] }) =>
    stages.map(({ verdict }) => verdict)

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('opens the door with %s', async (version) => {
    const server = await strict(version)
    const { result } = await runner.probe(restSubject(server.origin, certificate('ada')))
    expect(result.failure).toBeNull()
    expect(result.facts).toMatchObject({ account: 'ada' })
    expect(JSON.stringify(result)).toContain(version)
  })

  test('is presented with GraphQL and MCP too', async () => {
    const server = await strict()
    expect(await failureOf(graphqlSubject(server.origin, certificate('ada')))).toBeNull()
    expect(await failureOf(mcpSubject(`${server.origin}/mcp`, certificate('ada')))).toBeNull()
  })

  test.each(['stranger', 'revoked'] as const)(
    'that the server does not take (%s) ends the climb at authenticate',
    async (name) => {
      const server = await strict()
      for (const subject of [restSubject, mcpSubject]) {
        expect(await failureOf(subject(server.origin, certificate(name)))).toMatchObject({
          stage: 'authenticate',
          code: 'client_certificate_refused',
          message: expect.stringContaining('refused the client certificate'),
          verdicts: ['passed', 'passed', 'skipped', 'failed', 'not_reached'],
        })
      }
      expect(server.requests).toEqual([])
    },
  )

  test('that is past by its own date has expired, whatever was stored of it', async () => {
    const server = await strict()
    expect(await failureOf(restSubject(server.origin, certificate('past')))).toMatchObject({
      stage: 'authenticate',
      code: 'credential_expired',
    })
  })

  test('is asked for where none is presented', async () => {
    const server = await strict()
    for (const subject of [restSubject, graphqlSubject, mcpSubject]) {
      expect(await failureOf(subject(server.origin))).toMatchObject({
        stage: 'authenticate',
        code: 'client_certificate_required',
        next_step: 'Choose Certificate and enter one.',
      })
    }
  })

  test('may be what TLS 1.2 misses, which cannot say so', async () => {
    const server = await strict('TLSv1.2')
    const failure = await failureOf(restSubject(server.origin))
    expect(failure).toMatchObject({ stage: 'reach', code: 'tls_invalid' })
    expect(failure?.message).toContain('perhaps it wants a client certificate')
  })

  test('is presented to its own origin alone', async () => {
    const other = await keep(startMutualTls(api, { isStrict: false }))
    const server = await keep(
      startMutualTls((_, response) => response.writeHead(302, { location: other.origin }).end(), {
        isStrict: true,
      }),
    )
    const redirected = await failureOf(restSubject(server.origin, certificate('ada')))
    expect(redirected).toMatchObject({ code: 'redirect_forbidden' })
    expect(other.requests).toEqual([])

    // A webhook address is called with nothing that is secret, and nothing that says who calls.
    const direct = await strict()
    const subject = restSubject(direct.origin, {
      ...certificate('ada'),
      config: { webhook_url: other.origin },
    })
    expect(await failureOf(subject)).toBeNull()
    expect(other.requests.map(({ socket }) => whoIs(socket as TLSSocket))).toEqual([undefined])
  })

  test('may come with the authority of a private server, trusted beside all others', async () => {
    const server = await keep(startMutualTls(api, { isStrict: true, isPrivate: true }))
    const known = certificate('ada', { ca: clientPem('servers.crt') })
    expect(await failureOf(restSubject(server.origin, known))).toBeNull()
    expect(await failureOf(restSubject(server.origin, certificate('ada')))).toMatchObject({
      stage: 'reach',
      code: 'tls_invalid',
    })
    const wrong = certificate('ada', { ca: clientPem('strangers.crt') })
    expect(await failureOf(restSubject(server.origin, wrong))).toMatchObject({
      code: 'tls_invalid',
    })
  })

  test('does not make a stranger of the server that hangs up later', async () => {
    const server = await keep(
      startMutualTls(
        (request, response) => {
          if (request.method === 'HEAD') response.end()
          else
            response
              .writeHead(200, { 'content-length': '9' })
              .write('{"lo', () => response.destroy())
        },
        { isStrict: true },
      ),
    )
    const failure = await failureOf(restSubject(server.origin, certificate('ada')))
    expect(failure).toMatchObject({ stage: 'speak', code: 'response_reset' })
  })

  test.each([
    ['with another’s key', certificate('ada', { key: 'past' }), 'not that of the certificate'],
    [
      'that cannot be read',
      auth({ kind: 'certificate', certificate: clientPem('ada.key'), key: 'x', ca: null }),
      'no certificate with its private key',
    ],
  ])('%s is told before anything is sent', async (_what, who, said) => {
    const server = await strict()
    expect(await failureOf(restSubject(server.origin, who))).toMatchObject({
      stage: 'configure',
      code: 'credential_unreadable',
      message: expect.stringContaining(said),
    })
  })

  test('is never taken for presented where the address is plain http', async () => {
    const server = await keep(startUpstream((_, response) => response.end('{"login":"ada"}')))
    expect(await failureOf(restSubject(server.origin, certificate('ada')))).toMatchObject({
      stage: 'configure',
      code: 'config_invalid',
    })
    expect(server.requests).toEqual([])
  })

  test.each([
    ['No required SSL certificate was sent', NO_AUTH, 'client_certificate_required'],
    ['The SSL certificate error', certificate('stranger'), 'client_certificate_refused'],
    ['The SSL certificate error', certificate('past'), 'credential_expired'],
  ])('is meant by nginx’s 400 “%s”', async (said, who, code) => {
    const server = await keep(
      startMutualTls(
        (_, response) =>
          response
            .writeHead(400, { 'content-type': 'text/html' })
            .end(`<html><head><title>400 ${said}</title></head></html>`),
        { isStrict: false },
      ),
    )
    for (const subject of [restSubject, mcpSubject]) {
      const failure = await failureOf(subject(server.origin, who))
      expect(failure).toMatchObject({ stage: 'authenticate', code, http_status: 400 })
    }
  })

  test('shows its key to nobody', async () => {
    const key = clientPem('ada.key')
    const echo = await keep(
      startMutualTls((_, response) => response.end(JSON.stringify({ login: key })), {
        isStrict: true,
      }),
    )
    const told = await runner.probe(restSubject(echo.origin, certificate('ada')))
    expect(told.result.outcome).toBe('passed')
    for (const line of key.split('\n').filter((text) => !text.startsWith('-----'))) {
      if (line !== '') expect(JSON.stringify(told)).not.toContain(line)
    }
  })
})

describe.each(RUNTIMES)('On $runtime, which presents no client certificate', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  let server: Upstream
  afterAll(() => runner.stop())

  test('a server that wants one says so', async () => {
    server = await keep(startMutualTls(api, { isStrict: true }))
    for (const subject of [restSubject, mcpSubject]) {
      expect((await runner.probe(subject(server.origin))).result.failure).toMatchObject({
        stage: 'authenticate',
        code: 'client_certificate_required',
      })
    }
  })

  test('a test with one is a fault of ours, not a test without', async () => {
    server = await keep(startMutualTls(api, { isStrict: false }))
    const probing = runner.probe(restSubject(server.origin, certificate('ada')))
    await expect(probing).rejects.toThrow('Only a runner')
    expect(server.requests).toEqual([])
  })
})
