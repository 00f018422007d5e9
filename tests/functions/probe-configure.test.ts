import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ProbeRunner, type WireSubject } from '../support/probe-runner.ts'
import { auth, graphqlSubject, mcpSubject, restSubject } from '../support/probe-subjects.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

const KEY = auth({ kind: 'api_key', key: 'canary-key-4711' })

describe.each(RUNTIMES)('On $runtime, before anything is called', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  let server: Upstream
  let before: number

  beforeAll(async () => {
    server = await startUpstream((_, response) => response.end('{"login":"ada"}'))
  })
  beforeEach(() => {
    before = server.requests.length
  })
  afterAll(async () => {
    await runner.stop()
    await server.close()
  })

  async function refusalOf(subject: WireSubject) {
    const { result } = await runner.probe(subject)
    expect(result.failure?.stage).toBe('configure')
    expect(server.requests.length).toBe(before)
    return result.failure
  }

  test('a missing secret is named', async () => {
    const subject = { ...restSubject(server.origin), authMethod: 'jwt' as const }
    expect(await refusalOf(subject)).toMatchObject({ code: 'credential_missing' })
  })

  test.each([
    ['nothing', null],
    ['no address', { kind: 'rest' }],
    [
      'what the contract does not know',
      { kind: 'rest', api_url: 'http://localhost', color: 'red' },
    ],
    ['another kind than the type is of', mcpSubject('http://localhost').config],
  ])('a stored configuration of %s is to be saved anew', async (_what, config) => {
    expect(await refusalOf({ ...restSubject(server.origin), config })).toMatchObject({
      code: 'config_invalid',
      next_step: 'Edit it and save it again.',
    })
  })

  test.each(['jwt', 'oauth', 'none'] as const)(
    'an auth method that the type does not take is refused: %s',
    async (authMethod) => {
      const { type, ...subject } = restSubject(server.origin, KEY)
      const picky = { ...subject, type: { ...type, auth_methods: ['api_key'] as const } }
      expect(await refusalOf({ ...picky, authMethod })).toMatchObject({ code: 'config_invalid' })
      expect((await runner.probe(picky)).result.failure).toBeNull()
    },
  )
})

describe.each(RUNTIMES)('On $runtime', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  afterAll(() => runner.stop())

  test.each([
    { kind: 'REST', subject: restSubject },
    { kind: 'GraphQL', subject: graphqlSubject },
  ])(
    '$kind: where the type has its own request, its key goes where the type says',
    async ({ subject }) => {
      const server = await startUpstream((_, response) => response.end('{}'))
      const config = { api_key: { in: 'query' as const, name: 'stolen', prefix: '' } }
      await runner.probe(subject(server.origin, { ...KEY, config }))
      expect(server.requests[0]?.url).not.toContain('stolen')
      expect(server.requests[0]?.headers.authorization).toBe('Bearer canary-key-4711')

      await runner.probe(
        subject(server.origin, { ...KEY, config, defaults: { own_request: true } }),
      )
      expect(server.requests[1]?.url).toContain('stolen=canary-key-4711')
      await server.close()
    },
  )
})
