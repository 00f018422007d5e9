import type { StageResult, TestReport } from '@contract/report'
import {
  REPORT_WITHIN_MS,
  TestConnectionEvent,
  type TestConnectionRequest,
} from '@contract/test-connection'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { AppError, fromApiError } from '@/lib/errors'
import type { authorizedFetch } from '@/lib/supabase'
import { fromErrorResponse } from './function-answers'

export interface TestStreamOptions {
  url: string
  fetch: typeof authorizedFetch
  onStage?: ((stage: StageResult) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Asks `test-connection` and tells each stage as it ends.
 *
 * @throws AppError with the function's own code, or `unavailable` when the answer breaks off,
 * `timeout` when no report comes within REPORT_WITHIN_MS.
 */
export async function streamTest(
  request: TestConnectionRequest,
  { url, fetch, onStage, signal }: TestStreamOptions,
): Promise<TestReport> {
  const init: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(request),
    signal: signal ?? null,
  }
  const response = await fetch(url, init, REPORT_WITHIN_MS)
  if (!response.ok || response.body === null) throw await fromErrorResponse(response)

  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  for (;;) {
    const { done, value } = await events.read()
    if (done) throw new AppError('unavailable', 'The test broke off before its report came.')
    const message = TestConnectionEvent.parse({ event: value.event, data: JSON.parse(value.data) })
    switch (message.event) {
      case 'stage':
        onStage?.(message.data)
        break
      case 'report':
        await events.cancel()
        return message.data
      case 'error':
        await events.cancel()
        throw fromApiError(message.data)
    }
  }
}
