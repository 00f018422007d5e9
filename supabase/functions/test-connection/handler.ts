import type { StageResult, TestReport } from '../_shared/contract/report.ts'
import { TestConnectionRequest } from '../_shared/contract/test-connection.ts'
import { requireUser } from '../_shared/db/client.ts'
import { readEnvironment } from '../_shared/db/environment.ts'
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
import { accessTo } from '../_shared/oauth/access-to.ts'
import { type ProbeDeps, type ProbeSubject, probe } from '../_shared/probe/probe.ts'
import { openCredentials, type StoredCredential } from '../_shared/sealing/open-credentials.ts'
import { projectKeyring } from '../_shared/sealing/project-keyring.ts'
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
  const { allowPrivate } = readEnvironment()
  const { auth_method, config } = integration
  const runner = onRunner(
    {
      userId,
      payload: { type, config, auth_method, integration_id: integration.id, credentials },
      recordAs: { runId: test.run_id, source: 'test' },
    },
    onStage,
  )
  try {
    const result = await probe(
      {
        type,
        config,
        authMethod: auth_method,
        openCredentials: opener(userId, integration.id, credentials),
      },
      {
        allowPrivate,
        now: () => new Date(),
        onStage,
        handOver: runner.handOver,
        ...accessOf(type, {
          userId,
          integrationId: integration.id,
          credentials,
          stored: integration,
          allowPrivate,
        }),
      },
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
  const { allowPrivate } = readEnvironment()
  const given = new Set(draft.credentials.map(({ slot }) => slot))
  const credentials = [...draft.credentials, ...stored.filter(({ slot }) => !given.has(slot))]
  return async (onStage) => {
    const payload = {
      type,
      config: draft.config,
      auth_method: draft.authMethod,
      integration_id: draft.integrationId,
      credentials,
    }
    const { handOver } = onRunner({ userId, payload, recordAs: null }, onStage, signal)
    const result = await probe(
      {
        type,
        config: draft.config,
        authMethod: draft.authMethod,
        openCredentials: opener(userId, integrationId, credentials),
      },
      {
        allowPrivate,
        now: () => new Date(),
        onStage,
        signal,
        handOver,
        ...accessOf(type, { userId, integrationId, credentials, stored: null, allowPrivate }),
      },
    ).catch((thrown: unknown) => {
      // The form was closed: nobody waits for this, and it is no fault to log.
      throw signal.aborted ? new ApiError('timeout', 'The test was given up.') : thrown
    })
    return { id: crypto.randomUUID(), integration_id: null, ...result }
  }
}

/** A type that cannot be read says nothing of whom to ask for access. */
function accessOf(
  { name, defaults }: StartedTest['type'],
  asked: Omit<Parameters<typeof accessTo>[0], 'type'>,
): Pick<ProbeDeps, 'accessTo'> {
  return defaults === null ? {} : { accessTo: accessTo({ ...asked, type: { name, defaults } }) }
}

function opener(
  ownerId: string,
  integrationId: string,
  credentials: readonly StoredCredential[],
): ProbeSubject['openCredentials'] {
  return (wanted) =>
    openCredentials(credentials, { ...wanted, integrationId, ownerId }, projectKeyring())
}
