// One request and its answer on the wire. Guarantees limits in bytes and time, and errors that name
// what broke. Assumes that the URL was judged; it never follows a redirect.
import type { Agent, Dispatcher } from 'undici'
import { isTooLarge, limitBody, tooLarge } from './body.ts'
import { type EgressCode, EgressError, egressErrorIn } from './egress-error.ts'
import { abortable } from './resolver.ts'
import { tlsErrorIn } from './tls-error.ts'

const EMPTY_STATUSES = new Set([204, 205, 304])
const GZIP = new Set(['gzip', 'x-gzip'])
/** Of a gzip bomb at most a thousand times this is in memory before the limit stops it. */
const INFLATE_STEP = 2_048

export interface Exchange {
  agent: Agent
  signal: AbortSignal
  /** What an abort by `signal` means at this moment. */
  noAnswer: () => EgressError
  /** Hears when the body of an answer cannot be read; that of a refusal only adds words to its status. */
  onBodyFailure: (error: EgressError) => void
}

/** Sends `init` to `url`. Rejects with EgressError, or with what the caller's own signal gave. */
export async function exchange(url: URL, init: RequestInit, to: Exchange): Promise<Response> {
  const { agent, signal, noAnswer } = to
  const caller = init.signal ?? null
  const headers = new Headers(init.headers)
  if (!headers.has('user-agent')) headers.set('user-agent', 'Patchbay')
  headers.set('accept-encoding', 'gzip')
  const request = agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: (init.method ?? 'GET').toUpperCase() as Dispatcher.HttpMethod,
    headers: Object.fromEntries(headers),
    ...(typeof init.body === 'string' || init.body instanceof Uint8Array
      ? { body: init.body }
      : {}),
    signal: caller === null ? signal : AbortSignal.any([signal, caller]),
  })
  const answer = await abortable(request, signal, noAnswer).catch((error: unknown) => {
    if (caller?.aborted && !signal.aborted) throw error
    throw signal.aborted ? noAnswer() : requestError(error)
  })
  return toResponse(answer, to)
}

function toResponse(
  answer: Dispatcher.ResponseData,
  { signal, onBodyFailure }: Exchange,
): Response {
  const { statusCode: status, body } = answer
  const release = () => {
    body.destroy()
  }
  // A body that is let go breaks its connection; undici says so in an event that nobody waits for.
  body.on('error', () => {})
  const headers = headersOf(answer)
  if (status < 200 || status > 599) {
    release()
    throw new EgressError('unreachable', 'it answered with a status that HTTP does not have')
  }
  const isRefusal = status >= 400
  const encoding = (headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  const isReadable = encoding === 'identity' || GZIP.has(encoding)
  // A refusal is one whatever its body is: none of the limits may hide its status.
  if (EMPTY_STATUSES.has(status) || (isRefusal && !isReadable)) {
    release()
    return new Response(null, { status, headers })
  }
  if (!isReadable) {
    release()
    throw new EgressError('invalid_encoding', 'it is compressed in a way that was not asked for')
  }
  if (!isRefusal && encoding === 'identity' && isTooLarge(headers)) {
    release()
    throw tooLarge()
  }
  const limited = limitBody(GZIP.has(encoding) ? inflated(body) : body, {
    release,
    onFailure: isRefusal ? () => {} : onBodyFailure,
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
