import { describeError } from './api-error.ts'
import { keepAlive } from './keep-alive.ts'

/** Sends one event; `data` is JSON on a single line (HTML Standard, §9.2 Server-sent events). */
export type SendEvent = (event: string, data: unknown) => void

/**
 * Answers with an event stream fed by `work`. An error ends it as an `error` event with the same body
 * that a plain answer would have. Nobody listening any more does not stop the work.
 */
export function eventStream(requestId: string, work: (send: SendEvent) => Promise<void>): Response {
  const encoder = new TextEncoder()
  let isOpen = true
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send: SendEvent = (event, data) => {
        if (isOpen)
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
      }
      const done = work(send)
        .catch((thrown) => send('error', describeError(thrown, requestId).body))
        .finally(() => {
          if (isOpen) controller.close()
          isOpen = false
        })
      keepAlive(done)
    },
    cancel() {
      isOpen = false
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  })
}
