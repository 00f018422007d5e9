// Guarantees that what oauth4webapi sends goes through the given fetch, that no answer is read past
// MAX_BYTES, and that a failure of the network is told as an AuthorizationError.
import { allowInsecureRequests, customFetch } from 'oauth4webapi'
import { egressErrorIn } from '../egress/egress-error.ts'
import { AuthorizationError, type AuthorizationReason } from './authority.ts'

/** The `fetch` of an egress. */
export type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>

/** The largest metadata in the wild is some 10 KB. */
const MAX_BYTES = 262_144

interface SentOptions {
  method: string
  headers: Record<string, string>
  body?: string | URLSearchParams | undefined
}

/** The options that every request of oauth4webapi takes. */
export function through(fetch: Fetch, allowInsecure: boolean) {
  return {
    [customFetch]: (url: string, { method, headers, body }: SentOptions) =>
      bounded(fetch, url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: body.toString() }),
      }),
    [allowInsecureRequests]: allowInsecure,
  }
}

/** The whole answer, read. Rejects with AuthorizationError: unreachable, forbidden, malformed. */
export async function bounded(fetch: Fetch, url: string | URL, init: RequestInit = {}) {
  try {
    const response = await fetch(url, init)
    const { status, headers } = response
    const text = await readBounded(response)
    return new Response(text === '' ? null : text, { status, headers })
  } catch (error) {
    throw networkFailure(error, new URL(url).host)
  }
}

async function readBounded({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  // Leaving the loop cancels the body.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_BYTES) throw new TooLarge()
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

class TooLarge extends Error {}

/** A failure of the network on the way to `host`, as AuthorizationError; others as they are. */
export function networkFailure(error: unknown, host: string): unknown {
  if (error instanceof TooLarge) {
    return failed(`${host} answered with more than is read of such an answer.`, 'malformed', error)
  }
  const network = egressErrorIn(error)
  if (network === null) return error
  const { code, detail } = network
  switch (code) {
    case 'address_forbidden':
    case 'redirect_forbidden':
    case 'redirect_loop':
      return failed(`Patchbay does not call ${host} to sign in: ${detail}.`, 'forbidden', error)
    case 'response_too_large':
    case 'invalid_encoding':
      return failed(`The answer of ${host} cannot be read: ${detail}.`, 'malformed', error)
    default:
      return failed(
        `${host} could not be reached: ${detail}. Try again in a few minutes.`,
        'unreachable',
        error,
      )
  }
}

function failed(message: string, reason: AuthorizationReason, cause: unknown) {
  return new AuthorizationError('authorization_failed', message, { reason, cause })
}
