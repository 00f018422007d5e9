import { probeIntegration } from '../_shared/check/probe-integration.ts'
import type { StageResult, TestReport } from '../_shared/contract/report.ts'
import { TestConnectionRequest } from '../_shared/contract/test-connection.ts'
import { requireUser } from '../_shared/db/client.ts'
import {
  abandonTest,
  awaitReport,
  beginDraftTest,
  beginTest,
  finishTest,
  type StartedDraft,
  type StartedTest,
} from '../_shared/db/test-runs.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import { eventStream } from '../_shared/http/event-stream.ts'
import { readJson } from '../_shared/http/read-json.ts'
import type { RequestContext } from '../_shared/http/serve.ts'
import { onceEach, onRunner } from './on-runner.ts'

type Draft = Extract<TestConnectionRequest, { draft: unknown }>['draft']
type Run = (onStage: (stage: StageResult) => void) => Promise<TestReport>

/**
 * `POST { integrationId }` tests and records; `POST { draft }` tests a form and records nothing.
 * Answers a `TestReport`, or with `Accept: text/event-stream` its stages as they end and it last.
 */
export async function handler(request: Request, { requestId }: RequestContext): Promise<Response> {
  const user = await requireUser(request)
  const asked = await readJson(request, TestConnectionRequest)
  const run =
    'draft' in asked
      ? await prepareDraft(user.id, asked.draft, request.signal)
      : await prepareStored(user.id, asked.integrationId)

  if (request.headers.get('accept')?.includes('text/event-stream')) {
    return eventStream(requestId, async (send) => {
      send('report', await run(onceEach((stage) => send('stage', stage))))
    })
  }
  return Response.json(await run(() => {}), { headers: { 'cache-control': 'no-store' } })
}

/** Everything that has a status of its own (404, 429) is settled here, before a stream begins. */
async function prepareStored(userId: string, integrationId: string): Promise<Run> {
  const begun = await beginTest(userId, integrationId)
  switch (begun.outcome) {
    case 'not_found':
      throw new ApiError(
        'not_found',
        'This integration is gone: it was deleted, or it never was yours.',
      )
    case 'rate_limited':
      throw new ApiError(
        'rate_limited',
        'This integration’s rate limit leaves no room for a test now.',
        { retryAfterMs: begun.retry_after_ms },
      )
    case 'running':
      return () => awaitReport(userId, integrationId, begun.run_id)
    case 'started':
      return (onStage) => testStored(userId, begun, onStage)
  }
}

async function testStored(
  userId: string,
  test: StartedTest,
  onStage: (stage: StageResult) => void,
): Promise<TestReport> {
  const { integration, type, credentials } = test
  const { id: integrationId, auth_method, config } = integration
  const runner = onRunner(
    {
      userId,
      payload: { type, config, auth_method, integration_id: integrationId, credentials },
      recordAs: { runId: test.run_id, source: 'test' },
    },
    onStage,
  )
  try {
    const result = await probeIntegration(
      { userId, integrationId, type, config, authMethod: auth_method, credentials, isStored: true },
      { onStage, handOver: runner.handOver },
    )
    const report: TestReport = { id: test.run_id, integration_id: integration.id, ...result }
    if (runner.isRecorded() ?? (await finishTest(report, 'test'))) return report
  } catch (thrown) {
    // Should this fail too, the lease runs out by itself; the first error is the one to tell.
    await abandonTest(integration.id, test.run_id).catch(() => {})
    throw thrown
  }
  throw new ApiError(
    'conflict',
    'The integration was changed while it was tested, so the result was not kept. Test again.',
  )
}

async function prepareDraft(userId: string, draft: Draft, signal: AbortSignal): Promise<Run> {
  const begun = await beginDraftTest(userId, draft.typeId, draft.integrationId)
  switch (begun.outcome) {
    case 'unknown_type':
      throw new ApiError('invalid_request', 'There is no such type of integration.', {
        fields: { 'draft.typeId': 'Unknown' },
      })
    case 'rate_limited':
      throw new ApiError('rate_limited', 'Too many tests in a short time.', {
        retryAfterMs: begun.retry_after_ms,
      })
    case 'started':
      return testDraft(userId, draft, begun, signal)
  }
}

function testDraft(userId: string, draft: Draft, begun: StartedDraft, signal: AbortSignal): Run {
  const { type, credentials: stored } = begun
  const { integrationId } = draft
  const given = new Set(draft.credentials.map(({ slot }) => slot))
  const credentials = [...draft.credentials, ...stored.filter(({ slot }) => !given.has(slot))]
  return async (onStage) => {
    const { config, authMethod } = draft
    const payload = {
      type,
      config,
      auth_method: authMethod,
      integration_id: integrationId,
      credentials,
    }
    const { handOver } = onRunner({ userId, payload, recordAs: null }, onStage, signal)
    const result = await probeIntegration(
      { userId, integrationId, type, config, authMethod, credentials, isStored: false },
      { onStage, signal, handOver },
    ).catch((thrown: unknown) => {
      // The form was closed: nobody waits for this, and it is no fault to log.
      throw signal.aborted ? new ApiError('timeout', 'The test was given up.') : thrown
    })
    return { id: crypto.randomUUID(), integration_id: null, ...result }
  }
}
