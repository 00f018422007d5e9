import * as z from 'zod/mini'
import { AuthMethod } from '../contract/auth.ts'
import { type StageResult, StageResult as StageSchema, TestReport } from '../contract/report.ts'
import {
  RUNNER_DEADLINE_MS,
  RUNNER_LEASE_MS,
  RUNNER_MAX_ATTEMPTS,
  RUNNER_ONLINE_MS,
} from '../contract/runner.ts'
import type { CheckSource } from '../contract/status.ts'
import { RUNNER_REPORT_WITHIN_MS, RUNNER_TEST_LEASE_MS } from '../contract/test-connection.ts'
import { serviceClient } from './client.ts'
import { ringForJob } from './job-bell.ts'
import { StoredCredentials, TypeForTest } from './test-runs.ts'

/** All that a test needs, with its secrets sealed: `runner_jobs.payload`. */
export const JobPayload = z.object({
  type: TypeForTest,
  config: z.unknown(),
  auth_method: AuthMethod,
  /** What the secrets were sealed for; of a draft too. */
  integration_id: z.uuid(),
  credentials: StoredCredentials,
})
export type JobPayload = z.infer<typeof JobPayload>

export interface NewJob {
  userId: string
  payload: JobPayload
  /** The stored test that the report is written for; null for a draft. */
  recordAs: { runId: string; source: CheckSource } | null
}

const Enqueued = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('enqueued'), job_id: z.uuid() }),
  z.object({
    outcome: z.literal('offline'),
    last_seen: z.nullable(z.object({ name: z.string(), seconds_ago: z.int() })),
  }),
  /** A background check's last job was taken by nobody, or never ended. */
  z.object({ outcome: z.literal('lost') }),
])
export type Enqueued = z.infer<typeof Enqueued>

/** Puts a test up for a runner of that person's or of the project's, if one is online. */
export async function enqueueJob({ userId, payload, recordAs }: NewJob): Promise<Enqueued> {
  const { data } = await serviceClient()
    .rpc('enqueue_runner_job', {
      p_user_id: userId,
      p_integration_id: recordAs && payload.integration_id,
      p_run_id: recordAs?.runId ?? null,
      p_source: recordAs?.source ?? null,
      p_payload: payload,
      p_within_ms: RUNNER_REPORT_WITHIN_MS,
      p_test_lease_ms: RUNNER_TEST_LEASE_MS,
      p_online_ms: RUNNER_ONLINE_MS,
    })
    .throwOnError()
  const enqueued = Enqueued.parse(data)
  if (enqueued.outcome === 'enqueued') ringForJob()
  return enqueued
}

/** As the runner told it: a report without its ids. */
export const RunnerReport = z.omit(TestReport, { id: true, integration_id: true })
export type RunnerReport = z.infer<typeof RunnerReport>

const JobState = z.object({
  state: z.enum(['waiting', 'running', 'ended', 'offline', 'lost']),
  stages: z.array(StageSchema),
  report: z.nullable(RunnerReport),
  is_recorded: z.nullable(z.boolean()),
  was_taken: z.boolean(),
})
export type JobState = z.infer<typeof JobState>

/** How a job stands; null when it is gone with its integration. */
export async function readJob(jobId: string): Promise<JobState | null> {
  const { data } = await serviceClient()
    .rpc('read_runner_job', {
      p_job_id: jobId,
      p_max_attempts: RUNNER_MAX_ATTEMPTS,
      p_online_ms: RUNNER_ONLINE_MS,
    })
    .throwOnError()
  return z.nullable(JobState).parse(data)
}

/** Deletes a job that nobody waits for any more. */
export async function endJob(jobId: string): Promise<void> {
  await serviceClient().rpc('end_runner_job', { p_job_id: jobId }).throwOnError()
}

const Claimed = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('claimed'),
    id: z.uuid(),
    lease: z.uuid(),
    user_id: z.uuid(),
    deadline_ms: z.int(),
    payload: JobPayload,
  }),
  z.object({ outcome: z.literal('nothing') }),
  z.object({ outcome: z.literal('unknown_runner') }),
])
export type ClaimedJob = Extract<z.infer<typeof Claimed>, { outcome: 'claimed' }>

/** The oldest job that the runner of that token (by its hash) may take. */
export async function claimJob(tokenHash: string): Promise<z.infer<typeof Claimed>> {
  const { data } = await serviceClient()
    .rpc('claim_runner_job', {
      p_token_hash: tokenHash,
      p_lease_ms: RUNNER_LEASE_MS,
      p_deadline_ms: RUNNER_DEADLINE_MS,
      p_max_attempts: RUNNER_MAX_ATTEMPTS,
      p_online_ms: RUNNER_ONLINE_MS,
    })
    .throwOnError()
  return Claimed.parse(data)
}

const Word = z.enum(['kept', 'lost', 'unknown_runner'])
export type Word = z.infer<typeof Word>

/** Whose word about which job. */
export interface Lease {
  tokenHash: string
  jobId: string
  lease: string
}

/** Notes the rungs so far, and prolongs the lease. */
export async function tellProgress(
  { tokenHash, jobId, lease }: Lease,
  stages: StageResult[],
): Promise<Word> {
  const { data } = await serviceClient()
    .rpc('progress_runner_job', {
      p_token_hash: tokenHash,
      p_job_id: jobId,
      p_lease: lease,
      p_stages: stages,
      p_lease_ms: RUNNER_LEASE_MS,
    })
    .throwOnError()
  return Word.parse(data)
}

/** Takes the report, and writes it to the integration in the same transaction. */
export async function finishJob(
  { tokenHash, jobId, lease }: Lease,
  report: RunnerReport,
): Promise<Word> {
  const { data } = await serviceClient()
    .rpc('finish_runner_job', {
      p_token_hash: tokenHash,
      p_job_id: jobId,
      p_lease: lease,
      p_report: report,
    })
    .throwOnError()
  return Word.parse(data)
}
