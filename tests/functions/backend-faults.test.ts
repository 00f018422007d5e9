import type { RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, it, type MockInstance, vi } from 'vitest'
import * as z from 'zod/mini'
import { ApiErrorBody } from '../../supabase/functions/_shared/contract/errors.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

const ADA = {
  id: '5f0c6a1e-0000-4000-8000-00000000000a',
  aud: 'authenticated',
  email: 'ada@x.test',
}
const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** The function as it is deployed; Deno's own global is what it lacks here. */
const TEST_CONNECTION = fileURLToPath(
  new URL('../../supabase/functions/test-connection/index.ts', import.meta.url),
)
type Fetch = (request: Request) => Promise<Response>
const Deployed = z.object({
  default: z.object({ fetch: z.custom<Fetch>((it) => typeof it === 'function') }),
})

/** What the project's auth server and data API do in each story. */
let auth: RequestListener
let data: RequestListener
let backend: Upstream
let testConnection: Fetch
let log: MockInstance<typeof console.error>

beforeAll(async () => {
  backend = await startUpstream((request, response) =>
    (request.url?.startsWith('/auth/') ? auth : data)(request, response),
  )
  const env = new Map([
    ['SUPABASE_URL', backend.origin],
    ['SUPABASE_SERVICE_ROLE_KEY', 'canary-service-key'],
  ])
  vi.stubGlobal('Deno', { env })
  // supabase-js asks for one even where nobody listens, and Node 20 has none.
  vi.stubGlobal('WebSocket', class {})
  testConnection = Deployed.parse({ ...(await import(TEST_CONNECTION)) }).default.fetch
})
beforeEach(() => {
  log = vi.spyOn(console, 'error').mockImplementation(() => {})
  log.mockClear()
  auth = json(200, ADA)
  data = json(200, { outcome: 'not_found' })
})
afterAll(async () => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  await backend.close()
})

async function answer() {
  const response = await testConnection(
    new Request('http://functions/test-connection', {
      method: 'POST',
      headers: { authorization: 'Bearer canary-token' },
      body: JSON.stringify({ integrationId: crypto.randomUUID() }),
    }),
  )
  const { error } = ApiErrorBody.parse(await response.json())
  return { status: response.status, code: error.code }
}

it.each([
  ['does not know the token', json(403, { error_code: 'bad_jwt' }), 'unauthorized'],
  ['knows nobody of that id', json(404, { error_code: 'user_not_found' }), 'unauthorized'],
  ['is asked too often', json(429, { error_code: 'over_request_rate_limit' }), 'unavailable'],
  ['fails', json(500, {}), 'unavailable'],
  ['is behind a broken gateway', json(502, {}), 'unavailable'],
  ['cannot be reached', (request) => request.socket.destroy(), 'unavailable'],
] satisfies [string, RequestListener, string][])(
  'where the auth server %s, nobody is told of another fault',
  async (_what, server, code) => {
    auth = server
    expect(await answer()).toMatchObject({ code })
  },
)

it.each([
  [
    'refuses a statement',
    json(400, { code: '23514', message: 'no', details: 'Failing row contains (7)', hint: null }),
    ['"code":"23514"', '"details":"Failing row contains (7)"', 'beginTest'],
  ],
  ['cannot be reached', (request) => request.socket.destroy(), ['fetch failed', '"cause":']],
  ['answers what nobody understands', json(200, { outcome: 'dancing' }), ['ZodError']],
] satisfies [string, RequestListener, string[]][])(
  'where the database %s, the log says what it was, and no secret',
  async (_what, server, told) => {
    data = server
    expect(await answer()).toEqual({ status: 500, code: 'internal' })
    const lines = log.mock.calls.flat().join('\n')
    for (const each of told) expect(lines).toContain(each)
    expect(lines).not.toMatch(/canary|\[object Object\]/)
  },
)

it('an error that quotes what it was given is cut in the log', async () => {
  data = json(400, { code: '22P02', message: 'x'.repeat(100_000), details: 'y'.repeat(100_000) })
  await answer()
  const [line] = log.mock.calls.flat()
  expect(String(line).length).toBeLessThan(10_000)
})
