import type { PresentableAuthMethod } from '../contract/auth.ts'
import type { MCPServerConfig } from '../contract/config.ts'
import { EgressError } from '../egress/egress-error.ts'
import { passReach, type Run } from './run.ts'

/** What the SDK's requests met on their way: its own errors tell only a part of it. */
export interface Observed {
  fetch(input: string | URL, init?: RequestInit): Promise<Response>
  /** Rejects with an EgressError as soon as the conversation cannot go on. Never resolves. */
  broken: Promise<never>
  /** The last answer, and the one that refused if a request was refused. */
  last: { status: number; headers: Headers } | null
  refusal: { status: number; headers: Headers } | null
}

/**
 * A fetch for the SDK's transports that climbs along: the first answer ends `reach`, the first
 * accepted request after negotiation ends `authenticate`. So neither costs a request of its own.
 */
export function observe(
  run: Run,
  config: MCPServerConfig,
  method: PresentableAuthMethod,
): Observed {
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
    async fetch(input, init = {}) {
      const verb = init.method ?? 'GET'
      const target = new URL(input)
      // SSE lets the server name where to post. The SDK compares origins too; the secrets in `init`
      // are ours to keep from going anywhere else.
      if (target.origin !== origin) {
        throw new EgressError('redirect_forbidden', 'it names an address of another origin')
      }
      const response = await run.egress.fetch(run.presented.withKey(target), init)
      passReach(run, response.status)
      if (isVital(verb)) note(response)
      if (verb === 'POST' && response.ok) passAuthenticate(run, method)
      return response
    },
  }
  return observed

  function note({ ok, status, headers }: Response) {
    observed.last = { status, headers }
    if (!ok) observed.refusal = { status, headers }
    // While versions are negotiated a refusal is an answer too, and the next request overrules it.
    else if (run.ladder.isAt('speak')) observed.refusal = null
  }
}

/** Ends `authenticate`, where it has not ended. */
export function passAuthenticate({ ladder }: Run, method: PresentableAuthMethod): void {
  if (!ladder.isAt('authenticate')) return
  const value = method === 'none' ? 'No credential is presented' : 'Credential accepted'
  ladder.pass('authenticate', [{ label: 'Auth', value }])
}
