import * as z from 'zod/mini'
import { AuthMethod } from '../contract/auth.ts'
import { serviceClient } from './client.ts'
import type { RunnerReport } from './runner-jobs.ts'
import { StoredCredentials, TypeForTest } from './test-runs.ts'

const ClaimedCheck = z.object({
  integration: z.object({
    id: z.uuid(),
    user_id: z.uuid(),
    auth_method: AuthMethod,
    // The probe judges the configuration: what is wrong with it is a result, to be recorded.
    config: z.unknown(),
  }),
  type: TypeForTest,
  credentials: StoredCredentials,
})
export type ClaimedCheck = z.infer<typeof ClaimedCheck>

const Claim = z.object({ lease: z.nullable(z.uuid()), checks: z.array(ClaimedCheck) })

export interface ClaimLimits {
  /** At most so many now. */
  limit: number
  /** Under way at once, by whichever worker. */
  perUser: number
  perHost: number
  /** After so long without a word they are anybody's again. */
  leaseMs: number
}

/** Checks that are due, with all that a probe of them needs, and the lease to report them under. */
export async function claimChecks(
  limits: ClaimLimits,
): Promise<{ lease: string; checks: ClaimedCheck[] } | null> {
  const { data } = await serviceClient()
    .rpc('claim_checks', {
      p_limit: limits.limit,
      p_per_user: limits.perUser,
      p_per_host: limits.perHost,
      p_lease_ms: limits.leaseMs,
    })
    .throwOnError()
  const { lease, checks } = Claim.parse(data)
  return lease === null || checks.length === 0 ? null : { lease, checks }
}

/** A report without its ids, of one integration. */
export interface CheckOutcome {
  integration_id: string
  report: RunnerReport
}

const Recorded = z.object({ recorded: z.int(), lost: z.array(z.uuid()) })

/**
 * Writes a batch: metrics, statuses, log and when each is due next. `lost` are those that are the
 * lease's no more, of which nothing is written; after an answer that got lost that is all of them.
 */
export async function recordChecks(
  lease: string,
  outcomes: readonly CheckOutcome[],
): Promise<z.infer<typeof Recorded>> {
  const { data } = await serviceClient()
    .rpc('record_checks', { p_lease: lease, p_outcomes: outcomes })
    .throwOnError()
  return Recorded.parse(data)
}

/** Gives back checks of that lease that were not begun, for others to take at once. */
export async function releaseChecks(
  lease: string,
  integrationIds: readonly string[],
): Promise<number> {
  const { data } = await serviceClient()
    .rpc('release_checks', { p_lease: lease, p_integration_ids: integrationIds })
    .throwOnError()
  return z.int().parse(data)
}
