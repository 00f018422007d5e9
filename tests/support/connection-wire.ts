import type { CredentialSecret } from '@contract/auth'
import type { CredentialHintRow, IntegrationDetailRow } from '@contract/detail-rows'
import type { ApiErrorBody } from '@contract/errors'
import { type GrantRow, StartAuthorization } from '@contract/oauth'
import type { TestReport } from '@contract/report'
import type { RunnerRow } from '@contract/runner'
import { SealedCredential, type SealingKey } from '@contract/sealing'
import { TestConnectionRequest } from '@contract/test-connection'
import { type CryptoKey, compactDecrypt, exportJWK, generateKeyPair } from 'jose'
import { HttpResponse, http } from 'msw'
import * as z from 'zod/mini'
import { network } from './network'

const BASE = 'https://project.test'

/** Where `oauth/start` leads. */
export const AUTHORIZATION_URL = 'https://vendor.test/authorize?state=s'

/** What a request to the wire was, in a story's words. */
export type Step =
  | 'sealing-keys'
  | 'create'
  | 'update'
  | 'store-secrets'
  | 'remove-secrets'
  | 'test'
  | 'test-draft'
  | 'log'
  | 'disconnect'
  | 'authorize'
  | 'delete'

type Given = {
  hints?: CredentialHintRow[]
  detail?: IntegrationDetailRow
  metrics?: unknown[]
  logs?: unknown[]
  runners?: RunnerRow[]
  grant?: GrantRow
}

/**
 * Supabase as the connection form meets it on the wire: rows by PostgREST's rules, sealing keys that
 * open what they sealed, tests as event streams. It remembers every request in `steps` and `bodies`.
 */
export async function connectionWire(given: Given = {}) {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
  const wire = {
    steps: [] as Step[],
    bodies: [] as string[],
    rows: new Map<string, Record<string, unknown>>(),
    sealed: new Map<string, SealedCredential>(),
    removed: '',
    names: [] as string[],
    /** Reports to come, in order; the last one repeats. */
    reports: [] as TestReport[],
    /** Steps whose next request finds no network. */
    broken: new Set<Step>(),
    /** Tests that the page walked away from. */
    left: 0,
    /** While set, a test waits after its first stages until it is resolved. */
    gate: null as Promise<void> | null,
    held: null as Step | null,
    /** Has the next request of a step wait: a test after its first stages. Returns what lets it go on. */
    hold(step: Step): () => void {
      let letGo = () => {}
      wire.gate = new Promise((resolve) => {
        letGo = resolve
      })
      wire.held = step
      return letGo
    },
    /** What `oauth/start` answers with instead of the way to the vendor. */
    refusal: null as ApiErrorBody['error'] | null,
    /** The last `oauth/start`. */
    begun: null as StartAuthorization | null,
    open: (credential: SealedCredential) => open(credential, privateKey),
  }
  const key = { ...(await exportJWK(publicKey)), kid: 'key-1', use: 'enc', alg: 'ECDH-ES' }

  /** Null, or the answer of a wire that is down. */
  async function enter(step: Step, request: Request): Promise<Response | null> {
    wire.steps.push(step)
    wire.bodies.push(await request.clone().text())
    if (wire.held === step && !step.startsWith('test')) await wire.gate
    return wire.broken.delete(step) ? HttpResponse.error() : null
  }

  function nextReport(): TestReport {
    const [next, ...later] = wire.reports
    if (!next) throw new Error('The story did not say what the test reports.')
    if (later.length > 0) wire.reports = later
    return next
  }

  function streamed(report: TestReport): Response {
    const events = [
      ...report.stages.map((data) => ({ event: 'stage', data })),
      { event: 'report', data: report },
    ].map(({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    const gate = wire.gate
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        const encoder = new TextEncoder()
        for (const event of gate ? events.slice(0, 2) : [])
          controller.enqueue(encoder.encode(event))
        await gate
        for (const event of gate ? events.slice(2) : events) {
          controller.enqueue(encoder.encode(event))
        }
        controller.close()
      },
    })
    return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
  }

  network.use(
    http.get(`${BASE}/functions/v1/sealing-keys`, async ({ request }) => {
      const down = await enter('sealing-keys', request)
      return down ?? HttpResponse.json({ keys: [key as SealingKey] })
    }),
    http.post(`${BASE}/functions/v1/test-connection`, async ({ request }) => {
      const asked = TestConnectionRequest.parse(await request.clone().json())
      request.signal.addEventListener('abort', () => {
        wire.left += 1
      })
      const down = await enter('draft' in asked ? 'test-draft' : 'test', request)
      return down ?? streamed(nextReport())
    }),
    http.post(`${BASE}/functions/v1/oauth/start`, async ({ request }) => {
      wire.begun = StartAuthorization.parse(await request.clone().json())
      const down = await enter('authorize', request)
      if (down) return down
      if (wire.refusal) return HttpResponse.json({ error: wire.refusal }, { status: 400 })
      return HttpResponse.json({
        authorizationUrl: AUTHORIZATION_URL,
        expires_at: new Date(Date.now() + 600_000).toISOString(),
      })
    }),
    http.get(`${BASE}/rest/v1/runners`, () => HttpResponse.json(given.runners ?? [])),
    http.get(`${BASE}/rest/v1/integration_grants`, () =>
      HttpResponse.json(given.grant ? [given.grant] : []),
    ),
    http.post(`${BASE}/rest/v1/user_integrations`, async ({ request }) => {
      const down = await enter('create', request)
      if (down) return down
      const row = Row.parse(await request.json())
      if (wire.names.includes(row.name.toLowerCase())) return nameTaken()
      wire.rows.set(row.id, row)
      return new HttpResponse(null, { status: 201 })
    }),
    http.patch(`${BASE}/rest/v1/user_integrations`, async ({ request }) => {
      const change = z
        .looseObject({ name: z.optional(z.string()) })
        .parse(await request.clone().json())
      const down = await enter(change.status === 'disconnected' ? 'disconnect' : 'update', request)
      if (down) return down
      const id = new URL(request.url).searchParams.get('id')?.replace('eq.', '') ?? ''
      wire.rows.set(id, { ...wire.rows.get(id), ...change })
      return HttpResponse.json([{ id }])
    }),
    http.delete(`${BASE}/rest/v1/user_integrations`, async ({ request }) => {
      const down = await enter('delete', request)
      return down ?? new HttpResponse(null, { status: 204 })
    }),
    http.get(`${BASE}/rest/v1/user_integrations`, () =>
      HttpResponse.json(given.detail ? [stored(given.detail)] : []),
    ),
    http.get(`${BASE}/rest/v1/integration_credentials`, () =>
      HttpResponse.json(given.hints ?? [...wire.sealed.values()].map(hintOf)),
    ),
    http.post(`${BASE}/rest/v1/integration_credentials`, async ({ request }) => {
      const down = await enter('store-secrets', request)
      if (down) return down
      for (const row of z.array(SealedCredential).parse(await request.json())) {
        wire.sealed.set(row.slot, row)
      }
      return new HttpResponse(null, { status: 201 })
    }),
    http.delete(`${BASE}/rest/v1/integration_credentials`, async ({ request }) => {
      wire.removed = new URL(request.url).searchParams.get('slot') ?? ''
      const down = await enter('remove-secrets', request)
      for (const slot of [...wire.sealed.keys()]) {
        if (!down && wire.removed.includes(slot)) wire.sealed.delete(slot)
      }
      return down ?? new HttpResponse(null, { status: 204 })
    }),
    http.get(`${BASE}/rest/v1/integration_health_metrics`, () =>
      HttpResponse.json(given.metrics ?? []),
    ),
    http.post(
      `${BASE}/rest/v1/integration_health_metrics`,
      () => new HttpResponse(null, { status: 201 }),
    ),
    http.get(`${BASE}/rest/v1/integration_logs`, () => HttpResponse.json(given.logs ?? [])),
    http.post(`${BASE}/rest/v1/integration_logs`, async ({ request }) => {
      const down = await enter('log', request)
      return down ?? new HttpResponse(null, { status: 201 })
    }),
  )
  return wire
}

export type ConnectionWire = Awaited<ReturnType<typeof connectionWire>>

const Row = z.looseObject({ id: z.uuid(), name: z.string() })

function hintOf({ slot, hint, audience, expires_at }: SealedCredential): CredentialHintRow {
  return { slot, hint, audience, expires_at }
}

/** As the row has it: the facts of a report lie beside it. */
function stored({ last_report: told, ...row }: IntegrationDetailRow): object {
  if (told === null) return { ...row, last_report: null, last_facts: null }
  const { facts, ...last_report } = told
  return { ...row, last_report, last_facts: facts }
}

/** What PostgreSQL says of the second row of a name. */
function nameTaken(): Response {
  return HttpResponse.json(
    {
      code: '23505',
      message: 'duplicate key value violates unique constraint "user_integrations_owner_name_key"',
      details: null,
      hint: null,
    },
    { status: 409 },
  )
}

/** What an Edge Function would find in a stored credential. */
async function open(credential: SealedCredential, key: CryptoKey): Promise<CredentialSecret> {
  const { plaintext } = await compactDecrypt(credential.encrypted, key)
  return JSON.parse(new TextDecoder().decode(plaintext))
}
