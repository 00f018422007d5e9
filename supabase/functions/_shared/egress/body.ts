// Guarantees that no more than the limit of an answer's bytes, counted after decompression, is read.
import { EgressError, egressErrorIn } from './egress-error.ts'

interface Limits {
  maxBytes: number
  /** An event stream may go on longer: `maxBytes` then holds for each event, and this for all of them. */
  maxStreamBytes: number | null
  /** Every failure to read, once, before the reader sees it. */
  onFailure: (error: EgressError) => void
  signal: AbortSignal
}

/** The same bytes, or an error: response_too_large, response_timeout, response_reset, invalid_encoding. */
export function limitBody(
  body: AsyncIterable<Uint8Array>,
  { maxBytes, maxStreamBytes, onFailure, signal }: Limits,
): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  const countEvent = maxStreamBytes === null ? null : createEventCounter()
  let total = 0
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
        if (done) {
          unlisten()
          controller.close()
          return
        }
        total += value.byteLength
        const unit = countEvent === null ? total : countEvent(value)
        if (unit > maxBytes || (maxStreamBytes !== null && total > maxStreamBytes)) {
          fail(controller, tooLarge(maxBytes))
        } else {
          controller.enqueue(value)
        }
      } catch (error) {
        if (signal.aborted) return
        // Who asked has hung up: that is no failure of the other side.
        if (error instanceof Error && error.name === 'AbortError') controller.error(error)
        else fail(controller, readError(error))
      }
    },
    async cancel() {
      unlisten()
      await chunks.return?.()
    },
  })

  function fail(controller: ReadableStreamDefaultController<Uint8Array>, error: EgressError) {
    unlisten()
    onFailure(error)
    controller.error(error)
    chunks.return?.().catch(() => {})
  }
}

export function tooLarge(maxBytes: number): EgressError {
  const mebibytes = Math.round((maxBytes / 1_048_576) * 10) / 10
  return new EgressError('response_too_large', `the answer is larger than ${mebibytes} MB`)
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

/** Bytes since the last blank line, which ends an event (WHATWG HTML §9.2.5). */
function createEventCounter(): (chunk: Uint8Array) => number {
  const LF = 10
  const CR = 13
  let sinceBlankLine = 0
  let isLineEmpty = true
  let previous = 0
  return (chunk) => {
    let largest = 0
    for (const byte of chunk) {
      sinceBlankLine++
      if (byte === LF && previous === CR) {
        // The second half of one line end.
      } else if (byte === LF || byte === CR) {
        if (isLineEmpty) sinceBlankLine = 0
        isLineEmpty = true
      } else {
        isLineEmpty = false
      }
      previous = byte
      if (sinceBlankLine > largest) largest = sinceBlankLine
    }
    return largest
  }
}
