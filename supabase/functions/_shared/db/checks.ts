import * as z from 'zod/mini'
import { AuthMethod } from '../contract/auth.ts'
import { serviceClient } from './client.ts'
import type { RunnerReport } from './runner-jobs.ts'
import { StoredCredentials, TypeForTest } from './test-runs.ts'

/** A database that does not answer must not hold a worker past its leases. */
const ANSWER_WITHIN_MS = 10_000

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

const Named = z.object({ integration: z.object({ id: z.uuid() }) })

const Claim = z.object({ lease: z.uuid(), checks: z.array(z.unknown()) })

export interface ClaimLimits {
  /** At most so many now. */
  limit: number
  /** Under way at once, by whichever worker. */
  perUser: number
  perHost: number
  /** After so long without a word they are anybody's again. */
  leaseMs: number
}

export interface ClaimedBatch {
  /** To report them under. */
  lease: string
  checks: ClaimedCheck[]
  /** Others of the batch, and why they cannot be read: one that cannot takes no other with it. */
  unreadable: { id: string; error: Error }[]
}

/** Checks that are due, with all that a probe of them needs; null where none may be taken now. */
export async function claimChecks(limits: ClaimLimits): Promise<ClaimedBatch | null> {
  const { data } = await serviceClient()
    .rpc('claim_checks', {
      p_limit: limits.limit,
      p_per_user: limits.perUser,
      p_per_host: limits.perHost,
      p_lease_ms: limits.leaseMs,
    })
    .abortSignal(AbortSignal.timeout(ANSWER_WITHIN_MS))
    .throwOnError()
  const { lease, checks } = Claim.parse(data)
  if (checks.length === 0) return null
  const batch: ClaimedBatch = { lease, checks: [], unreadable: [] }
  for (const check of checks) {
    const read = z.safeParse(ClaimedCheck, check)
    if (read.success) batch.checks.push(read.data)
    else batch.unreadable.push({ id: Named.parse(check).integration.id, error: read.error })
  }
  return batch
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
    .rpc('record_checks', {
      p_lease: lease,
      p_outcomes: outcomes.map((each) => asStored(lease, each)),
    })
    .abortSignal(AbortSignal.timeout(ANSWER_WITHIN_MS))
    .throwOnError()
  return Recorded.parse(data)
}

/** As the columns have it: the database writes it as it comes. */
function asStored(lease: string, { integration_id, report }: CheckOutcome) {
  const { facts, ...told } = report
  return { integration_id, report: { ...told, id: lease, integration_id }, facts }
}

/** Gives back checks of that lease that were not begun, for others to take at once. */
export async function releaseChecks(
  lease: string,
  integrationIds: readonly string[],
): Promise<number> {
  const { data } = await serviceClient()
    .rpc('release_checks', { p_lease: lease, p_integration_ids: integrationIds })
    .abortSignal(AbortSignal.timeout(ANSWER_WITHIN_MS))
    .throwOnError()
  return z.int().parse(data)
}
