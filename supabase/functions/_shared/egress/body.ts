// Guarantees that no more than MAX_BYTES of an answer, counted after decompression, are read.
import { EgressError, egressErrorIn } from './egress-error.ts'

const MAX_BYTES = 2 * 1_048_576

interface Limits {
  /** Lets go of the connection that the bytes come from, whatever is being read. */
  release: () => void
  /** A failure to read, once, before the reader sees it. */
  onFailure: (error: EgressError) => void
  signal: AbortSignal
}

/** The same bytes, or an error: response_too_large, response_timeout, response_reset, invalid_encoding. */
export function limitBody(
  body: AsyncIterable<Uint8Array>,
  { release, onFailure, signal }: Limits,
): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  let total = 0
  let isOver = false
  let unlisten = () => {}

  return new ReadableStream<Uint8Array>({
    start(controller) {
      const onAbort = () => fail(controller, abortError())
      signal.addEventListener('abort', onAbort, { once: true })
      unlisten = () => signal.removeEventListener('abort', onAbort)
    },
    async pull(controller) {
      try {
        const { done, value } = await chunks.next()
        if (isOver) return
        if (done) {
          finish()
          controller.close()
          return
        }
        total += value.byteLength
        if (total > MAX_BYTES) fail(controller, tooLarge())
        else controller.enqueue(value)
      } catch (error) {
        if (isOver) return
        // Who asked has hung up: that is no failure of the other side.
        if (error instanceof Error && error.name === 'AbortError') {
          finish()
          controller.error(error)
        } else fail(controller, readError(error))
      }
    },
    cancel() {
      finish()
      // Not `chunks.return()`: it would wait for the bytes that are being read, and they may never come.
      release()
    },
  })

  function finish() {
    isOver = true
    unlisten()
  }

  function fail(controller: ReadableStreamDefaultController<Uint8Array>, error: EgressError) {
    finish()
    onFailure(error)
    controller.error(error)
    release()
  }
}

/** True where an answer says of itself that it is larger than what is read. */
export function isTooLarge(headers: Headers): boolean {
  return Number(headers.get('content-length')) > MAX_BYTES
}

export function tooLarge(): EgressError {
  return new EgressError(
    'response_too_large',
    `the answer is larger than ${MAX_BYTES / 1_048_576} MB`,
  )
}

function abortError(): EgressError {
  return new EgressError('response_timeout', 'the answer began and did not end in time')
}

function readError(error: unknown): EgressError {
  const known = egressErrorIn(error)
  if (known !== null) return known
  // DecompressionStream (WHATWG Compression) throws a TypeError for what is no gzip.
  if (error instanceof TypeError) {
    return new EgressError('invalid_encoding', 'its compression is broken', { cause: error })
  }
  return new EgressError('response_reset', 'the connection broke off within the answer', {
    cause: error,
  })
}
