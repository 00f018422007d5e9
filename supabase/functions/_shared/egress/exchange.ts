// One request and its answer on the wire. Guarantees limits in bytes and time, and errors that name
// what broke. Assumes that the URL was judged; it never follows a redirect.
import type { Agent, Dispatcher } from 'undici'
import { limitBody, tooLarge } from './body.ts'
import { type EgressCode, EgressError, egressErrorIn } from './egress-error.ts'
import { abortable } from './resolver.ts'
import { tlsErrorIn } from './tls-error.ts'

const MAX_STREAM_FACTOR = 8
const EMPTY_STATUSES = new Set([204, 205, 304])
/** Of a gzip bomb at most a thousand times this is in memory before the limit stops it. */
const INFLATE_STEP = 2_048

export interface Exchange {
  agent: Agent
  signal: AbortSignal
  maxBytes: number
  /** What an abort by `signal` means at this moment. */
  noAnswer: () => EgressError
  onBodyFailure: (error: EgressError) => void
}

/** Sends `init` to `url`. Rejects with EgressError, or with what the caller's own signal gave. */
export async function exchange(url: URL, init: RequestInit, to: Exchange): Promise<Response> {
  const { agent, signal, noAnswer } = to
  const caller = init.signal ?? null
  const headers = new Headers(init.headers)
  const wantsEvents = headers.get('accept')?.includes('text/event-stream') ?? false
  if (!headers.has('user-agent')) headers.set('user-agent', 'Patchbay')
  headers.set('accept-encoding', 'gzip')
  const request = agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: (init.method ?? 'GET').toUpperCase() as Dispatcher.HttpMethod,
    headers: Object.fromEntries(headers),
    ...(typeof init.body === 'string' ? { body: init.body } : {}),
    signal: caller === null ? signal : AbortSignal.any([signal, caller]),
  })
  const answer = await abortable(request, signal, noAnswer).catch((error: unknown) => {
    if (caller?.aborted && !signal.aborted) throw error
    throw signal.aborted ? noAnswer() : requestError(error)
  })
  return toResponse(answer, wantsEvents, to)
}

function toResponse(
  answer: Dispatcher.ResponseData,
  wantsEvents: boolean,
  { maxBytes, signal, onBodyFailure }: Exchange,
): Response {
  const { statusCode: status, body } = answer
  // A body that is let go breaks its connection; undici says so in an event that nobody waits for.
  body.on('error', () => {})
  const headers = headersOf(answer)
  if (status < 200 || status > 599) {
    body.destroy()
    throw new EgressError('unreachable', 'it answered with a status that HTTP does not have')
  }
  if (EMPTY_STATUSES.has(status)) {
    body.destroy()
    return new Response(null, { status, headers })
  }
  const encoding = (headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' && Number(headers.get('content-length')) > maxBytes) {
    body.destroy()
    throw tooLarge(maxBytes)
  }
  const isEvents = wantsEvents && /text\/event-stream/i.test(headers.get('content-type') ?? '')
  const limited = limitBody(decoded(body, encoding), {
    maxBytes,
    maxStreamBytes: isEvents ? maxBytes * MAX_STREAM_FACTOR : null,
    onFailure: onBodyFailure,
    signal,
  })
  return new Response(limited, { status, headers })
}

function headersOf({ headers }: Dispatcher.ResponseData): Headers {
  const result = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) {
      try {
        result.append(name, one)
      } catch {
        // A field that the platform cannot hold says nothing that a test needs.
      }
    }
  }
  return result
}

function decoded(
  body: Dispatcher.ResponseData['body'],
  encoding: string,
): AsyncIterable<Uint8Array> {
  if (encoding === 'identity') return body
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    body.destroy()
    throw new EgressError('invalid_encoding', 'it is compressed in a way that was not asked for')
  }
  return inflated(body)
}

async function* inflated(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflater = new DecompressionStream('gzip')
  const writer = inflater.writable.getWriter()
  const reader = inflater.readable.getReader()
  const feeding = feed(body, writer)
  // Whatever breaks the feeding breaks the reading too, with the same error.
  feeding.catch(() => {})
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

async function feed(
  body: AsyncIterable<Uint8Array>,
  writer: WritableStreamDefaultWriter<BufferSource>,
): Promise<void> {
  try {
    for await (const chunk of body) {
      for (let start = 0; start < chunk.length; start += INFLATE_STEP) {
        await writer.write(Uint8Array.from(chunk.subarray(start, start + INFLATE_STEP)))
      }
    }
    await writer.close()
  } catch (error) {
    await writer.abort(error).catch(() => {})
    throw error
  }
}

const CODES: Record<string, [EgressCode, string]> = {
  UND_ERR_SOCKET: ['connection_reset', 'the connection was closed before an answer'],
  ECONNRESET: ['connection_reset', 'the connection was reset before an answer'],
  EPIPE: ['connection_reset', 'the connection was closed before an answer'],
  UND_ERR_HEADERS_OVERFLOW: ['response_too_large', 'its headers are larger than 16 KB'],
}

function requestError(error: unknown): EgressError {
  const known = egressErrorIn(error) ?? tlsErrorIn(error)
  if (known !== null) return known
  const cause = { cause: error }
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const found = 'code' in at && typeof at.code === 'string' ? CODES[at.code] : undefined
    if (found) return new EgressError(found[0], found[1], cause)
    if (at.name === 'HTTPParserError') {
      return new EgressError('unreachable', 'what answered does not speak HTTP', cause)
    }
  }
  return new EgressError('unreachable', 'the request failed', cause)
}
