import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delay, http, passthrough } from 'msw'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { toAppError } from '@/lib/errors'
import { patientFetch } from '@/lib/patient-fetch'
import { authorizedFetch } from '@/lib/supabase'
import { connectionWire } from '../../tests/support/connection-wire'
import { aPassedReport, aStage } from '../../tests/support/factories'
import { network } from '../../tests/support/network'
import { signInAsAda } from '../../tests/support/signed-in'
import type { IntegrationInput, NewSecret } from './integration-service'
import { integrationService } from './service'
import { setUpIntegration } from './set-up-integration'
import { streamTest } from './test-stream'

beforeEach(signInAsAda)

const INPUT: IntegrationInput = {
  id: '11111111-1111-4111-8111-111111111111',
  type_id: 'mcp-server',
  name: 'Mine',
  auth_method: 'none',
  config: {
    kind: 'mcp',
    protocol: 'http',
    url: 'https://mcp.example.com/mcp',
    headers: [],
    env: [],
  },
}

const TOKEN: NewSecret = {
  secret: { kind: 'jwt', token: 'a-token' },
  audience: ['https://mcp.example.com'],
}

describe('a set-up', () => {
  it('that connected is connected, also when its last log entry is lost', async () => {
    const wire = await connectionWire()
    wire.reports = [aPassedReport()]
    wire.broken.add('log')

    const report = await setUpIntegration(integrationService, INPUT, new Map(), { exists: false })

    expect(report.outcome).toBe('passed')
    expect(wire.steps).toEqual(['create', 'test', 'log'])
  })

  it('that its person leaves while it is sealed stores nothing', async () => {
    const wire = await connectionWire()
    const leaving = new AbortController()
    const secrets = new Map([['auth', TOKEN]])

    const work = setUpIntegration(integrationService, { ...INPUT, auth_method: 'jwt' }, secrets, {
      exists: false,
      signal: leaving.signal,
      onStep: () => leaving.abort(),
    })

    await expect(work).rejects.toThrow()
    expect(wire.steps).toEqual(['sealing-keys'])
  })

  it('that its person leaves is told as left, not as slow', async () => {
    const wire = await connectionWire()
    wire.reports = [aPassedReport()]
    const leaving = new AbortController()

    const work = setUpIntegration(integrationService, INPUT, new Map(), {
      exists: false,
      signal: leaving.signal,
      onStep: (step) => {
        if (step === 'test') leaving.abort()
      },
    })

    await expect(work).rejects.toThrow()
    expect(wire.steps).toEqual(['create', 'log'])
    expect(wire.bodies.at(-1)).toContain('Set-up was left before its test ended.')
  })
})

describe('nobody waits for ever', () => {
  beforeEach(() => {
    // Time runs fifty times as fast.
    const { timeout } = AbortSignal
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout.call(AbortSignal, ms / 50))
  })

  it('for rows that do not come', async () => {
    network.use(
      http.post('https://project.test/rest/v1/rpc/integration_cards', () => delay('infinite')),
    )
    await expect(integrationService.getUserIntegrations()).rejects.toMatchObject({
      name: 'AppError',
      code: 'timeout',
      message: 'The answer took too long. Try again in a moment.',
    })
  })

  describe('for an answer that begins and does not end,', () => {
    // A real server: what is mocked does not break off where its request is aborted.
    let server: Server
    let url: string
    let beginning = ''
    beforeAll(async () => {
      server = createServer((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(beginning)
      })
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const { port } = server.address() as AddressInfo
      url = `http://127.0.0.1:${port}/`
    })
    beforeEach(() => network.use(http.all(url, () => passthrough())))
    afterAll(() => {
      server.closeAllConnections()
      server.close()
    })

    it('rows or keys', async () => {
      beginning = '['
      const thrown = await patientFetch(url)
        .then((response) => response.json())
        .catch(toAppError)
      expect(thrown).toMatchObject({ name: 'AppError', code: 'timeout' })
    })

    it('or a test without its report', async () => {
      const stage = aStage({ stage: 'configure' })
      beginning = `event: stage\ndata: ${JSON.stringify(stage)}\n\n`
      const onStage = vi.fn()
      const options = { url, fetch: authorizedFetch, onStage }
      const thrown = await streamTest({ integrationId: INPUT.id }, options).catch(toAppError)
      expect(thrown).toMatchObject({ name: 'AppError', code: 'timeout' })
      expect(onStage).toHaveBeenCalledExactlyOnceWith(stage)
    })
  })

  it('for the keys to seal with', async () => {
    await connectionWire()
    network.use(http.get('https://project.test/functions/v1/sealing-keys', () => delay('infinite')))
    const secrets = new Map([['auth', TOKEN]])
    await expect(
      setUpIntegration(integrationService, { ...INPUT, auth_method: 'jwt' }, secrets, {
        exists: false,
      }),
    ).rejects.toMatchObject({ name: 'AppError', code: 'timeout' })
  })
})
