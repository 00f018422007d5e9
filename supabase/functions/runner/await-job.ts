import { audienceOf, IntegrationConfig } from '../_shared/contract/config.ts'
import { RUNNER_POLL_MS, type RunnerJob } from '../_shared/contract/runner.ts'
import { jobBell } from '../_shared/db/job-bell.ts'
import { type ClaimedJob, claimJob, endJob } from '../_shared/db/runner-jobs.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import { slotsOf } from '../_shared/probe/present-auth.ts'
import { openCredentials } from '../_shared/sealing/open-credentials.ts'
import { projectKeyring } from '../_shared/sealing/project-keyring.ts'

/** Somebody waits for each test, but every runner asks all day long. */
const ASK_EVERY_MS = 1_000

/**
 * The next job of the runner with that token, its secrets opened; null when there is none within
 * RUNNER_POLL_MS, or when the runner has hung up.
 *
 * @throws ApiError `unauthorized` for a token that is nobody's.
 */
export async function awaitJob(tokenHash: string, signal: AbortSignal): Promise<RunnerJob | null> {
  const until = Date.now() + RUNNER_POLL_MS
  // Not asked for a runner that has hung up: it would take a job with it for a whole lease.
  while (!signal.aborted) {
    const claimed = await claimJob(tokenHash)
    if (claimed.outcome === 'unknown_runner') {
      throw new ApiError('unauthorized', 'This runner was revoked.')
    }
    if (claimed.outcome === 'claimed') return await opened(claimed)
    if (Date.now() + ASK_EVERY_MS > until) return null
    await jobBell(ASK_EVERY_MS)
  }
  return null
}

/** Whoever put the job up has opened the secrets too, to see that they can be. */
async function opened({
  id,
  lease,
  user_id,
  deadline_ms,
  payload,
}: ClaimedJob): Promise<RunnerJob> {
  const { type, auth_method, integration_id, credentials } = payload
  try {
    const config = IntegrationConfig.parse(payload.config)
    const result = await openCredentials(
      credentials,
      {
        slots: slotsOf(config, auth_method),
        audience: audienceOf(config) ?? '',
        integrationId: integration_id,
        ownerId: user_id,
      },
      projectKeyring(),
    )
    if (!result.ok) throw new Error(`The secret ${result.slot} cannot be opened: ${result.code}`)
    return { id, lease, deadline_ms, type, config, auth_method, secrets: [...result.secrets] }
  } catch (thrown) {
    // No other runner would get it open either.
    await endJob(id)
    throw thrown
  }
}
