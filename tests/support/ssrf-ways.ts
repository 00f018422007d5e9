import { createEgress, type Egress } from '../../supabase/functions/_shared/egress/egress.ts'
import { egressErrorIn } from '../../supabase/functions/_shared/egress/egress-error.ts'
import { probe } from '../../supabase/functions/_shared/probe/probe.ts'
import type { WireSubject } from './probe-runner.ts'
import { auth, graphqlSubject, mcpSubject, restSubject } from './probe-subjects.ts'
import type { Attack } from './ssrf-harness.ts'
import { oauthWaysOf } from './ssrf-oauth-ways.ts'

/** One way in which an address that somebody else chose is called. Answers what became of it. */
export interface Way {
  name: string
  /** `all`: every spelling; `places`: one of each that leads to another place. */
  tries: 'all' | 'places'
  /** True where the attacker's server leads us there. */
  isLed?: true
  /** False where not even an allowed address is called: the client itself keeps to one origin. */
  isOpenInControl?: false
  go: (url: string) => Promise<string>
}

/** None takes long; this is for a machine that has much else to do. */
const WITHIN_MS = 30_000
const REDIRECTS = [301, 302, 303, 307, 308]

export function waysOf({
  lure,
  port,
  isControl,
}: Pick<Attack, 'lure' | 'port' | 'isControl'>): Way[] {
  const allowPrivate = isControl
  const atLure = `http://${lure}:${port}`
  const leadingTo = (way: string, url: string) => `${atLure}/${way}/${encodeURIComponent(url)}`
  const own = { own_request: true }
  const key = auth({ kind: 'api_key', key: 'canary-key-4711' })

  async function tested(subject: WireSubject): Promise<string> {
    const whole = {
      ...subject,
      openCredentials: async () => ({ ok: true, secrets: new Map(subject.secrets) }) as const,
    }
    const deps = { allowPrivate, now: () => new Date(), deadlineMs: WITHIN_MS }
    const { failure } = await probe(whole, deps)
    return failure?.code ?? 'passed'
  }

  async function called(call: (egress: Egress) => Promise<unknown>): Promise<string> {
    const signal = AbortSignal.timeout(WITHIN_MS)
    const egress = createEgress({ allowPrivate, signal, isConfidential: false })
    try {
      const answer = await call(egress)
      if (!(answer instanceof Response)) return 'answered'
      await answer.body?.cancel()
      return String(answer.status)
    } catch (error) {
      const known = egressErrorIn(error)
      if (known !== null) return known.code
      return error instanceof Error ? error.name : String(error)
    } finally {
      egress.close()
    }
  }

  return [
    { name: 'rest', tries: 'all', go: (url) => tested(restSubject(url)) },
    { name: 'rest-with-key', tries: 'places', go: (url) => tested(restSubject(url, key)) },
    { name: 'graphql', tries: 'places', go: (url) => tested(graphqlSubject(url)) },
    { name: 'mcp-http', tries: 'places', go: (url) => tested(mcpSubject(url)) },
    {
      name: 'mcp-sse',
      tries: 'places',
      go: (url) => tested(mcpSubject(url, { config: { protocol: 'sse' } })),
    },
    {
      name: 'mcp-sse-endpoint',
      tries: 'places',
      isLed: true,
      isOpenInControl: false,
      go: (url) => tested(mcpSubject(leadingTo('sse', url), { config: { protocol: 'sse' } })),
    },
    {
      name: 'webhook',
      tries: 'places',
      isLed: true,
      go: (url) => tested(restSubject(atLure, { config: { webhook_url: url } })),
    },
    ...REDIRECTS.map(
      (status): Way => ({
        name: `redirect-${status}`,
        tries: status === 302 ? 'all' : 'places',
        isLed: true,
        go: (url) =>
          tested(restSubject(leadingTo(`${status}`, url), { defaults: own, config: ownRequest })),
      }),
    ),
    {
      name: 'mcp-redirect',
      tries: 'places',
      isLed: true,
      go: (url) => tested(mcpSubject(leadingTo('307', url))),
    },
    // Every address that OAuth discovers is called in one of these two ways.
    {
      name: 'metadata',
      tries: 'all',
      go: (url) => called((egress) => egress.fetchOpenly(url)),
    },
    {
      name: 'token-endpoint',
      tries: 'places',
      go: (url) => called((egress) => egress.fetch(url, { method: 'POST', body: 'grant_type=x' })),
    },
    {
      name: 'metadata-redirect',
      tries: 'places',
      isLed: true,
      go: (url) => called((egress) => egress.fetchOpenly(leadingTo('307', url), POST)),
    },
    {
      // What was judged before may not be what a later request meets.
      name: 'second-request',
      tries: 'places',
      isLed: true,
      go: (url) =>
        called(async (egress) => {
          await (await egress.fetch(atLure)).text()
          return egress.fetch(url)
        }),
    },
    {
      name: 'dial',
      tries: 'all',
      go: (url) => called((egress) => dialled(egress, new URL(url))),
    },
    ...oauthWaysOf((call) => called((egress) => call(egress.fetchOpenly)), leadingTo),
  ]
}

/** As for SSH: the host of the address, and its port. */
async function dialled(egress: Egress, { hostname, port, pathname }: URL): Promise<void> {
  const socket = await egress.dial(hostname, Number(port) || 80)
  await new Promise<void>((sent) => socket.end(`GET ${pathname} HTTP/1.0\r\n\r\n`, () => sent()))
}

const POST = { method: 'POST', body: '{}' }
const ownRequest = { request: { method: 'GET', path: '/me', expected_status: 200 } } as const
