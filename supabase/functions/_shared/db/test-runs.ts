import * as z from 'zod/mini'
import { AuthMethod } from '../contract/auth.ts'
import { TestReport, withFacts } from '../contract/report.ts'
import type { CheckSource } from '../contract/status.ts'
import { TEST_LEASE_MS } from '../contract/test-connection.ts'
import { Timestamp } from '../contract/timestamp.ts'
import { TypeDefaults } from '../contract/type-defaults.ts'
import { ApiError } from '../http/api-error.ts'
import { serviceClient } from './client.ts'

export const TypeForTest = z.object({
  name: z.string(),
  auth_methods: z.array(AuthMethod),
  // A person may have written their own type past the forms: null is for the probe to report.
  defaults: z.catch(z.nullable(TypeDefaults), null),
})
/** A person may have written it past the forms: whoever opens it judges its form. */
export const StoredCredentials = z.array(z.looseObject({ slot: z.string() }))
const RateLimited = z.object({ outcome: z.literal('rate_limited'), retry_after_ms: z.int() })

const Begun = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('not_found') }),
  RateLimited,
  z.object({ outcome: z.literal('running'), run_id: z.uuid() }),
  z.object({
    outcome: z.literal('started'),
    run_id: z.uuid(),
    // The probe judges the configuration: what is wrong with it is a result, to be recorded.
    integration: z.object({ id: z.uuid(), auth_method: AuthMethod, config: z.unknown() }),
    type: TypeForTest,
    credentials: StoredCredentials,
  }),
])
export type BegunTest = z.infer<typeof Begun>
export type StartedTest = Extract<BegunTest, { outcome: 'started' }>

/** Takes the lease of a test and loads all that it needs, in one round trip. */
export async function beginTest(userId: string, integrationId: string): Promise<BegunTest> {
  const { data } = await serviceClient()
    .rpc('begin_test', {
      p_user_id: userId,
      p_integration_id: integrationId,
      p_lease_ms: TEST_LEASE_MS,
    })
    .throwOnError()
  return Begun.parse(data)
}

const BegunDraft = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('unknown_type') }),
  RateLimited,
  z.object({ outcome: z.literal('started'), type: TypeForTest, credentials: StoredCredentials }),
])
export type BegunDraft = z.infer<typeof BegunDraft>
export type StartedDraft = Extract<BegunDraft, { outcome: 'started' }>

/**
 * Counts a draft's test and loads all that it needs: its type, and the secrets that are stored for
 * the integration of that id and are the caller's.
 */
export async function beginDraftTest(
  userId: string,
  typeId: string,
  integrationId: string,
): Promise<BegunDraft> {
  const { data } = await serviceClient()
    .rpc('begin_draft_test', {
      p_user_id: userId,
      p_type_id: typeId,
      p_integration_id: integrationId,
    })
    .throwOnError()
  return BegunDraft.parse(data)
}

/** Writes status, metric and log in one transaction. False: the lease was lost, nothing was written. */
export async function finishTest(report: TestReport, source: CheckSource): Promise<boolean> {
  const { data } = await serviceClient()
    .rpc('finish_test', {
      p_integration_id: report.integration_id,
      p_run_id: report.id,
      p_source: source,
      p_report: report,
    })
    .throwOnError()
  return z.boolean().parse(data)
}

/** Gives the lease back without a report, so that nobody waits for it to run out. */
export async function abandonTest(integrationId: string, runId: string): Promise<void> {
  await serviceClient()
    .rpc('abandon_test', { p_integration_id: integrationId, p_run_id: runId })
    .throwOnError()
}

const POLL_MS = 200
const Awaited = z.object({
  test_run_id: z.nullable(z.uuid()),
  test_expires_at: z.nullable(Timestamp),
  last_report: z.unknown(),
  last_facts: z.unknown(),
})

/**
 * Waits for the report of a run that somebody else started.
 *
 * @throws ApiError `conflict` when that run ends without one, `timeout` when its lease does.
 */
export async function awaitReport(
  userId: string,
  integrationId: string,
  runId: string,
): Promise<TestReport> {
  const ask = async () => {
    const { data } = await serviceClient()
      .from('user_integrations')
      .select('test_run_id,test_expires_at,last_report,last_facts')
      .eq('id', integrationId)
      .eq('user_id', userId)
      .maybeSingle()
      .throwOnError()
    if (data !== null) return Awaited.parse(data)
    throw new ApiError('not_found', 'This integration was deleted while it was tested.')
  }
  let row = await ask()
  for (; row.test_run_id === runId; row = await ask()) {
    // A test on a runner prolongs its lease when it is put up, so the row is asked each time.
    if (Date.now() > Date.parse(row.test_expires_at ?? '')) {
      throw new ApiError('timeout', 'The running test did not report in time. Test again.')
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  const report = z.safeParse(TestReport, withFacts(row.last_report, row.last_facts))
  if (report.success && report.data.id === runId) return report.data
  throw new ApiError('conflict', 'The running test ended without a report. Test again.')
}
