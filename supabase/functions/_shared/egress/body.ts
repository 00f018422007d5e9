// Guarantees that no more than the limit of an answer's bytes, counted after decompression, is read.
import { EgressError } from './egress-error.ts'

/** What of a ReadableStream is used: undici's type and the platform's differ in the rest. */
interface ByteSource {
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array }>
    cancel(reason?: unknown): Promise<void>
  }
}

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
  body: ByteSource,
  { maxBytes, maxStreamBytes, onFailure, signal }: Limits,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
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
        const { done, value } = await reader.read()
        if (done || value === undefined) {
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
        if (!signal.aborted) fail(controller, readError(error))
      }
    },
    cancel(reason) {
      unlisten()
      return reader.cancel(reason)
    },
  })

  function fail(controller: ReadableStreamDefaultController<Uint8Array>, error: EgressError) {
    unlisten()
    onFailure(error)
    controller.error(error)
    reader.cancel(error).catch(() => {})
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
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
    if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR')) {
      return new EgressError('invalid_encoding', 'its compression is broken', { cause: error })
    }
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
