import * as z from 'zod/mini'
import { PresentableAuthMethod } from '../contract/auth.ts'
import { IntegrationConfig } from '../contract/config.ts'
import { TestReport } from '../contract/report.ts'
import { SealedCredential } from '../contract/sealing.ts'
import type { CheckSource } from '../contract/status.ts'
import { TEST_LEASE_MS } from '../contract/test-connection.ts'
import { TypeDefaults } from '../contract/type-defaults.ts'
import { ApiError } from '../http/api-error.ts'
import { serviceClient } from './client.ts'

const TypeForTest = z.object({ id: z.string(), name: z.string(), defaults: TypeDefaults })

const Begun = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('not_found') }),
  z.object({ outcome: z.literal('rate_limited'), retry_after_ms: z.int() }),
  z.object({ outcome: z.literal('running'), run_id: z.uuid() }),
  z.object({
    outcome: z.literal('started'),
    run_id: z.uuid(),
    integration: z.object({
      id: z.uuid(),
      name: z.string(),
      auth_method: PresentableAuthMethod,
      config: IntegrationConfig,
    }),
    type: TypeForTest,
    credentials: z.array(SealedCredential),
  }),
])
export type BegunTest = z.infer<typeof Begun>
export type StartedTest = Extract<BegunTest, { outcome: 'started' }>

/**
 * Takes the lease of a test and loads all that it needs, in one round trip.
 *
 * @throws ApiError `invalid_request` when what is stored is not of the contract.
 */
export async function beginTest(userId: string, integrationId: string): Promise<BegunTest> {
  const { data, error } = await serviceClient().rpc('begin_test', {
    p_user_id: userId,
    p_integration_id: integrationId,
    p_lease_ms: TEST_LEASE_MS,
  })
  if (error) throw error
  const begun = Begun.safeParse(data)
  if (begun.success) return begun.data
  // What a person wrote past the forms. Without this its lease would have to run out.
  const run = z.object({ run_id: z.uuid() }).safeParse(data)
  if (run.success) await abandonTest(integrationId, run.data.run_id)
  throw new ApiError(
    'invalid_request',
    'What is stored of this integration cannot be tested. Edit it and save it again.',
  )
}

/** Writes status, metric and log in one transaction. False: the lease was lost, nothing was written. */
export async function finishTest(report: TestReport, source: CheckSource): Promise<boolean> {
  const { data, error } = await serviceClient().rpc('finish_test', {
    p_integration_id: report.integration_id,
    p_run_id: report.id,
    p_source: source,
    p_report: report,
  })
  if (error) throw error
  return z.boolean().parse(data)
}

/** Gives the lease back without a report, so that nobody waits for it to run out. */
export async function abandonTest(integrationId: string, runId: string): Promise<void> {
  const { error } = await serviceClient().rpc('abandon_test', {
    p_integration_id: integrationId,
    p_run_id: runId,
  })
  if (error) throw error
}

const Progress = z.object({
  status: z.string(),
  test_run_id: z.nullable(z.uuid()),
  last_report: z.nullable(TestReport),
})

const POLL_MS = 200

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
  const deadline = Date.now() + TEST_LEASE_MS
  while (Date.now() < deadline) {
    const { data, error } = await serviceClient()
      .from('user_integrations')
      .select('status,test_run_id,last_report')
      .eq('id', integrationId)
      .eq('user_id', userId)
      .maybeSingle()
    if (error) throw error
    if (data === null)
      throw new ApiError('not_found', 'This integration was deleted while it was tested.')
    const progress = Progress.parse(data)
    if (progress.last_report?.id === runId) return progress.last_report
    if (progress.test_run_id !== runId) {
      throw new ApiError('conflict', 'The running test ended without a report. Test again.')
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new ApiError('timeout', 'The running test did not report in time. Test again.')
}

/**
 * What a draft's test needs: its type, and the secrets that are stored for the integration of that id
 * and are the caller's.
 *
 * @throws ApiError `invalid_request` for a type that is not there, or is somebody else's.
 */
export async function loadDraftContext(userId: string, typeId: string, integrationId: string) {
  const [type, stored] = await Promise.all([
    serviceClient()
      .from('integration_types')
      .select('id,name,defaults,owner_id')
      .eq('id', typeId)
      .maybeSingle(),
    serviceClient()
      .from('integration_credentials')
      .select('slot,encrypted,key_id,hint,audience,expires_at')
      .eq('user_integration_id', integrationId)
      .eq('user_id', userId),
  ])
  if (type.error) throw type.error
  if (stored.error) throw stored.error
  if (type.data === null || (type.data.owner_id !== null && type.data.owner_id !== userId)) {
    throw new ApiError('invalid_request', 'There is no such type of integration.', {
      fields: { 'draft.typeId': 'Unknown' },
    })
  }
  return {
    type: TypeForTest.parse(type.data),
    stored: z.array(SealedCredential).parse(stored.data),
  }
}
