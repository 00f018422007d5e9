// Guarantees: the only way out. Every hop's address is judged and pinned, redirects are followed by
// hand, nothing confidential crosses an origin, bytes and time are capped.
// Assumes that the caller says truthfully whether a request is confidential: then no hop may leave
// its origin, whatever carries the secret (header, query, body).
import { Agent, fetch as undiciFetch } from 'undici'
import { kindOfHost } from './address.ts'
import { limitBody, tooLarge } from './body.ts'
import { createConnector, type Phase } from './connector.ts'
import { EgressError, egressErrorIn } from './egress-error.ts'
import { nextHop } from './redirect.ts'
import { abortable, createResolver, type Resolution } from './resolver.ts'

const MAX_BYTES = 2 * 1_048_576
const MAX_STREAM_FACTOR = 8
const MAX_REDIRECTS = 5
const WEB_PORTS = new Set(['', '80', '443'])
const FIRST_UNPRIVILEGED_PORT = 1024

export interface EgressSettings {
  /** True only in the local stack: loopback and private networks may be reached. */
  allowPrivate: boolean
  /** Ends everything: connecting, waiting and reading. */
  signal: AbortSignal
  /** Largest answer in bytes after decompression; of an event stream, its largest event. */
  maxBytes?: number
  /** True when requests carry a secret: no redirect may then lead to another origin. */
  isConfidential: boolean
  onPhase?: (phase: Phase) => void
  /** Every failure, also one while a body is read, where a library may swallow it. */
  onFailure?: (error: EgressError, method: string) => void
}

export interface Egress {
  /**
   * Judges where a URL leads before anything is sent, and pins it for the rest of the test.
   * Rejects with address_forbidden (also: a secret over plain http to a public host) or dns_failed.
   */
  admit(url: URL): Promise<Resolution>
  /** WHATWG fetch. `init.redirect` and `init.credentials` are ignored. Rejects with EgressError. */
  fetch(input: string | URL, init?: RequestInit): Promise<Response>
  /** As `fetch`, for what holds no secret: redirects may lead to other origins. */
  fetchOpenly(input: string | URL, init?: RequestInit): Promise<Response>
  /** Cuts every connection. */
  close(): void
}

/** One for each test. See EgressSettings and Egress. */
export function createEgress(settings: EgressSettings): Egress {
  const { allowPrivate, signal, maxBytes = MAX_BYTES, isConfidential } = settings
  const onPhase = settings.onPhase ?? (() => {})
  const onFailure = settings.onFailure ?? (() => {})
  const resolve = createResolver(allowPrivate, signal)
  const connector = createConnector({ resolve, onPhase })
  const agent = new Agent({
    connect: connector.connect,
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
  })

  async function admit(url: URL, isSecret: boolean): Promise<Resolution> {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      throw new EgressError('address_forbidden', 'only http and https addresses are called')
    }
    if (!allowPrivate && !WEB_PORTS.has(url.port) && Number(url.port) < FIRST_UNPRIVILEGED_PORT) {
      throw new EgressError('address_forbidden', `port ${url.port} belongs to another service`)
    }
    const isPlain = url.protocol === 'http:' && isSecret
    // A literal or telling name is judged without a look-up, so that a dead name cannot hide it.
    if (isPlain && !allowPrivate && kindOfHost(url.hostname) === 'public') throw plainText()
    const resolution = await resolve(url.hostname)
    if (isPlain && !resolution.isPrivate) throw plainText()
    return resolution
  }

  async function send(url: URL, init: RequestInit, isSecret: boolean): Promise<Response> {
    await admit(url, isSecret)
    const startedAt = performance.now()
    const caller = init.signal ?? null
    const stop = caller === null ? signal : AbortSignal.any([signal, caller])
    const request = undiciFetch(url, {
      ...(init.method === undefined ? {} : { method: init.method }),
      ...(typeof init.body === 'string' ? { body: init.body } : {}),
      headers: [...new Headers(init.headers)],
      redirect: 'manual',
      dispatcher: agent,
      signal: stop,
    })
    const answer = await abortable(request, signal, noAnswer).catch((error: unknown) => {
      if (caller?.aborted && !signal.aborted) throw error
      throw signal.aborted ? noAnswer() : requestError(error)
    })
    onPhase({ phase: 'headers', ms: performance.now() - startedAt, status: answer.status })
    const isStream = new Headers(init.headers).get('accept')?.includes('text/event-stream')
    return toResponse(answer, isStream === true, init.method ?? 'GET')
  }

  function toResponse(
    answer: Awaited<ReturnType<typeof undiciFetch>>,
    isStream: boolean,
    method: string,
  ): Response {
    const { status, statusText } = answer
    const headers = new Headers([...answer.headers])
    if (answer.body === null || [204, 205, 304].includes(status)) {
      answer.body?.cancel().catch(() => {})
      return new Response(null, { status, statusText, headers })
    }
    if (Number(headers.get('content-length')) > maxBytes && !headers.has('content-encoding')) {
      answer.body.cancel().catch(() => {})
      throw tooLarge(maxBytes)
    }
    const isEvents = isStream && (headers.get('content-type') ?? '').includes('text/event-stream')
    const body = limitBody(answer.body, {
      maxBytes,
      maxStreamBytes: isEvents ? maxBytes * MAX_STREAM_FACTOR : null,
      onFailure: (error) => onFailure(error, method),
      signal,
    })
    return new Response(body, { status, statusText, headers })
  }

  function noAnswer(): EgressError {
    return connector.isConnecting()
      ? new EgressError('connect_timeout', 'no connection in time')
      : new EgressError('unreachable', 'connected, but no answer in time')
  }

  async function follow(
    input: string | URL,
    init: RequestInit,
    isSecret: boolean,
  ): Promise<Response> {
    let url = new URL(input)
    let request = init
    for (let hops = 0; ; hops++) {
      const response = await send(url, request, isSecret).catch((error: unknown) => {
        const isHop = hops > 0 && error instanceof EgressError && error.code === 'address_forbidden'
        throw isHop ? new EgressError('redirect_forbidden', error.detail) : error
      })
      const next = nextHop(url, request, response, isSecret)
      if (next === null) return response
      await response.body?.cancel()
      if (hops === MAX_REDIRECTS) {
        throw new EgressError('redirect_loop', `more than ${MAX_REDIRECTS} redirects in a row`)
      }
      url = next.url
      request = next.init
    }
  }

  async function reported(input: string | URL, init: RequestInit, isSecret: boolean) {
    try {
      return await follow(input, init, isSecret)
    } catch (error) {
      if (error instanceof EgressError) onFailure(error, init.method ?? 'GET')
      throw error
    }
  }

  return {
    admit: (url) => admit(url, isConfidential),
    fetch: (input, init = {}) => reported(input, init, isConfidential),
    fetchOpenly: (input, init = {}) => reported(input, init, false),
    close() {
      connector.close()
      agent.destroy().catch(() => {})
    },
  }
}

function plainText(): EgressError {
  return new EgressError(
    'address_forbidden',
    'a secret is sent over https only, and this address begins with http',
  )
}

function requestError(error: unknown): Error {
  const ours = egressErrorIn(error)
  if (ours !== null) return ours
  const cause = { cause: error }
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
    if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE') {
      return new EgressError(
        'connection_reset',
        'the connection was closed before an answer',
        cause,
      )
    }
    if (code === 'UND_ERR_HEADERS_OVERFLOW') {
      return new EgressError('response_too_large', 'its headers are larger than 16 KB', cause)
    }
    if (code.startsWith('HPE_')) {
      return new EgressError('unreachable', 'what answered does not speak HTTP', cause)
    }
  }
  return new EgressError('unreachable', 'the request failed', cause)
}
