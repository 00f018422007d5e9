import type { AuthMethod } from '../contract/auth.ts'
import type { McpUrlConfig } from '../contract/config.ts'
import { EgressError } from '../egress/egress-error.ts'
import { sendRenewing } from './access.ts'
import { judgeCertificate, judgeStatus } from './judge-status.ts'
import { stageOf } from './ladder.ts'
import { readRefusal } from './refusal-body.ts'
import { passReach, type Run, Stop } from './run.ts'

/** What the SDK's requests met on their way: its own errors tell only a part of it. */
export interface Observed {
  fetch(input: string | URL, init?: RequestInit): Promise<Response>
  /**
   * Rejects as soon as the conversation cannot go on: with an EgressError, or with a Stop when the
   * credential is refused after MCP was spoken. Never resolves.
   */
  broken: Promise<never>
  /** The last answer, and the one that refused if a request was refused. */
  last: { status: number; headers: Headers } | null
  refusal: { status: number; headers: Headers } | null
  /** When the first request after negotiation was accepted (performance.now()); null before. */
  acceptedAt: number | null
}

/**
 * A fetch for the SDK's transports that climbs along: the first answer ends `reach`. The SDK waits
 * for the end of every body, so refusals come to it read, and what says nothing to it comes empty.
 */
export function observe(run: Run, config: McpUrlConfig, method: AuthMethod): Observed {
  const { origin } = new URL(config.url)
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => {})
  // Streamable HTTP's GET is optional; SSE's GET is the line that all answers come through.
  const isVital = (verb: string) => verb === 'POST' || (config.protocol === 'sse' && verb === 'GET')
  run.onEgressFailure((error: EgressError, verb) => {
    if (isVital(verb)) broken.reject(error)
  })

  const observed: Observed = {
    broken: broken.promise,
    last: null,
    refusal: null,
    acceptedAt: null,
    async fetch(input, init = {}) {
      const verb = init.method ?? 'GET'
      const target = new URL(input)
      // SSE lets the server name where to post. The SDK compares origins too; the secrets in `init`
      // are ours to keep from going anywhere else.
      if (target.origin !== origin) {
        throw new EgressError('redirect_forbidden', 'it names an address of another origin')
      }
      const send = async () =>
        run.egress.fetch(run.presented.withKey(target), await presenting(run, init))
      const response = await sendRenewing(run, send, ({ status }) => passReach(run, status)).catch(
        (error: unknown) => {
          // The SDK would try another way; there is no token for any.
          if (error instanceof Stop) broken.reject(error)
          throw error
        },
      )
      if (isVital(verb)) note(response)
      if (!response.ok) {
        const body = await readRefusal(response)
        breakIfAboutCertificate(response.status, body)
        return finished(response, body)
      }
      const isAnswer = verb === 'GET' || (config.protocol === 'http' && asks(init.body))
      if (isAnswer && response.status !== 202) return response
      await response.body?.cancel()
      return finished(response)
    },
  }
  return observed

  function note({ ok, status, headers }: Response) {
    const isNegotiated = run.ladder.isAt('authenticate')
    observed.last = { status, headers }
    if (!ok) {
      observed.refusal = observed.last
      if (isNegotiated) breakIfAboutCredential(observed.refusal)
    } else if (isNegotiated) observed.acceptedAt ??= performance.now()
    // While versions are negotiated a refusal is an answer too, and the next request overrules it.
    else if (run.ladder.isAt('speak')) observed.refusal = null
  }

  function breakIfAboutCertificate(status: number, body: Uint8Array) {
    const judged = judgeCertificate(status, new TextDecoder().decode(body), run.isExpired)
    if (judged !== null) broken.reject(new Stop(judged.code, judged.facts))
  }

  /** One list that the credential may not see decides, whatever others answered before or answer after. */
  function breakIfAboutCredential(refusal: { status: number; headers: Headers }) {
    const judged = judgeStatus(refusal, method, run.isExpired)
    if (judged === null || stageOf(judged.code) !== 'authenticate') return
    broken.reject(new Stop(judged.code, judged.facts))
  }
}

/** The SDK's headers are as old as its request; a token may have been renewed since, or is made for each. */
async function presenting(
  { presented, renewAccess }: Run,
  init: RequestInit,
): Promise<RequestInit> {
  const headers = new Headers(init.headers)
  const authorization = presented.headers.get('authorization')
  if (renewAccess !== null && authorization !== null) headers.set('authorization', authorization)
  for (const [name, value] of await presented.fresh()) headers.set(name, value)
  return { ...init, headers }
}

function finished({ status, headers }: Response, body = new Uint8Array()): Response {
  return new Response(body.length === 0 ? null : body, { status, headers })
}

/** True for a JSON-RPC request: a notification, or our answer to the server, gets none itself. */
function asks(body: RequestInit['body']): boolean {
  const message: unknown = typeof body === 'string' ? JSON.parse(body) : null
  return typeof message === 'object' && message !== null && 'method' in message && 'id' in message
}
