import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProbeRunner } from '../support/probe-runner.ts'
import { auth, mcpSubject, restSubject } from '../support/probe-subjects.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

/** Hosts that lead to the canary on 127.0.0.1, in all the ways to write it. */
const WAYS_TO_THE_CANARY = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  'localhost',
  'LOCALHOST',
  'localhost.',
  '１２７.０.０.１',
  '①②⑦.⓪.⓪.①',
  'ｌocalhost',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
]

/** Hosts that a server in a cloud or an office can reach, and a stranger must not through us. */
const INSIDE = [
  '[::1]',
  '[::]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[100::1]',
  '[2001:db8::1]',
  '0.0.0.0',
  '0',
  '10.0.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  'metadata.google.internal',
  'instance-data.ec2.internal',
  'printer.local',
  'tenant.localhost',
]

describe.each(RUNTIMES)('On $runtime, a stranger', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  let canary: Upstream

  beforeAll(async () => {
    canary = await startUpstream((_, response) => response.end('{"login":"canary"}'))
  })
  afterAll(async () => {
    await runner.stop()
    await canary.close()
  })

  test.each([...WAYS_TO_THE_CANARY, ...INSIDE])('cannot reach %s', async (host) => {
    const before = canary.requests.length
    const address = `http://${host}:${canary.port}`
    const rest = await runner.probe(restSubject(address), { allowPrivate: false })
    const mcp = await runner.probe(mcpSubject(address), { allowPrivate: false })
    for (const { result } of [rest, mcp]) {
      expect(result.failure).toMatchObject({ stage: 'configure', code: 'address_forbidden' })
    }
    expect(canary.requests.length).toBe(before)
  })

  test.each(['127.0.0.1', '127.1', '2130706433', '0x7f000001', 'localhost', '[::ffff:127.0.0.1]'])(
    'reaches the canary at %s where the local stack allows it',
    async (host) => {
      const before = canary.requests.length
      const { result } = await runner.probe(restSubject(`http://${host}:${canary.port}`))
      expect(result.failure).toBeNull()
      expect(canary.requests.length).toBe(before + 1)
    },
  )

  test.each([
    '169.254.169.254',
    '168.63.129.16',
    '100.100.100.200',
    '0.0.0.0',
    '[::ffff:169.254.169.254]',
  ])('does not reach %s even in the local stack', async (host) => {
    const { result } = await runner.probe(restSubject(`http://${host}`))
    expect(result.failure).toMatchObject({ stage: 'configure', code: 'address_forbidden' })
  })

  test.each(['http://169.254.169.254/latest/meta-data', 'http://[::]/', 'file:///etc/passwd'])(
    'is not redirected to %s',
    async (location) => {
      const lure = await startUpstream((_, response) => response.writeHead(302, { location }).end())
      const { result } = await runner.probe(restSubject(lure.origin))
      expect(result.failure).toMatchObject({ stage: 'reach', code: 'redirect_forbidden' })
      await lure.close()
    },
  )

  test('sends no secret over plain http to the internet', async () => {
    for (const allowPrivate of [true, false]) {
      const { result } = await runner.probe(
        restSubject('http://8.8.8.8', auth({ kind: 'jwt', token: 'canary-token' })),
        { allowPrivate },
      )
      expect(result.failure).toMatchObject({ stage: 'configure', code: 'address_forbidden' })
      expect(result.failure?.message).toContain('https')
    }
  })

  describe('whose server redirects', () => {
    const secret = auth({ kind: 'api_key', key: 'canary-key-4711' })
    const inQuery = { api_key: { in: 'query' as const, name: 'key', prefix: '' } }

    test.each([
      { where: 'in a header', config: {} },
      { where: 'in the query', config: inQuery },
    ])('gets no secret $where to another origin', async ({ config }) => {
      const second = await startUpstream((_, response) => response.end('{}'))
      const first = await startUpstream((request, response) =>
        response.writeHead(307, { location: `${second.origin}${request.url}` }).end(),
      )
      const defaults = { own_request: true }
      const subject = restSubject(first.origin, { ...secret, defaults, config })
      const { result } = await runner.probe(subject)
      expect(result.failure).toMatchObject({ stage: 'reach', code: 'redirect_forbidden' })
      expect(first.requests).toHaveLength(1)
      expect(second.requests).toEqual([])
      expect(JSON.stringify(result)).not.toContain('canary-key')
      await Promise.all([first.close(), second.close()])
    })

    test('follows it within the origin, secret and all', async () => {
      const server = await startUpstream((request, response) => {
        if (request.url === '/me') response.writeHead(308, { location: '/v2/me' }).end()
        else
          response.end(JSON.stringify({ login: request.headers.authorization ? 'ada' : 'nobody' }))
      })
      const { result } = await runner.probe(restSubject(server.origin, secret))
      expect(result.facts).toMatchObject({ account: 'ada' })
      await server.close()
    })

    test('follows it anywhere without a secret', async () => {
      const second = await startUpstream((_, response) => response.end('{"login":"ada"}'))
      const first = await startUpstream((_, response) =>
        response.writeHead(302, { location: second.origin }).end(),
      )
      const { result } = await runner.probe(restSubject(first.origin))
      expect(result.facts).toMatchObject({ account: 'ada' })
      await Promise.all([first.close(), second.close()])
    })
  })
})
