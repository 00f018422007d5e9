import type { ApiErrorBody } from '@contract/errors'
import type { Failure, TestReport } from '@contract/report'
import { STAGES } from '@contract/stage'
import { HttpResponse, http } from 'msw'
import { network } from './network'

const URL_OF_TEST = 'https://project.test/functions/v1/test-connection'

/** The function that tests, as a page meets it: the story sends each stage and the report when it wants. */
export function testFunction() {
  const encoder = new TextEncoder()
  const calls: unknown[] = []
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined
  network.use(
    http.post(URL_OF_TEST, async ({ request }) => {
      calls.push(await request.json())
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          stream = controller
        },
      })
      return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
    }),
  )

  function send(event: string, data: unknown): void {
    if (!stream) throw new Error('Nobody has asked for a test yet.')
    stream.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
  }
  return {
    calls,
    passStages: (count: number) => {
      for (const stage of STAGES.slice(0, count)) {
        send('stage', { stage, verdict: 'passed', ms: 10, evidence: [] })
      }
    },
    report: (report: TestReport) => send('report', report),
  }
}

/** Answers that no test was made, and why. */
export function brokenTestFunction(error: Omit<ApiErrorBody['error'], 'requestId'>): void {
  const status = error.code === 'rate_limited' ? 429 : 500
  network.use(
    http.post(URL_OF_TEST, () =>
      HttpResponse.json({ error: { ...error, requestId: 'r-1' } }, { status }),
    ),
  )
}

export function aReport(integrationId: string, failure: Failure | null = null): TestReport {
  const failedAt = failure ? STAGES.indexOf(failure.stage) : STAGES.length
  return {
    id: '99999999-9999-4999-8999-999999999999',
    integration_id: integrationId,
    outcome: failure ? 'failed' : 'passed',
    started_at: '2026-11-23T09:00:00.000Z',
    duration_ms: 84,
    stages: STAGES.map((stage, index) => ({
      stage,
      verdict: index < failedAt ? 'passed' : index === failedAt ? 'failed' : 'not_reached',
      ms: index <= failedAt ? 10 : null,
      evidence: [],
    })),
    failure,
    facts: null,
  }
}
