import { checkBeforehand } from '../_shared/check/before-runner.ts'
import { probeIntegration } from '../_shared/check/probe-integration.ts'
import type { ClaimedCheck } from '../_shared/db/checks.ts'
import { enqueueJob } from '../_shared/db/runner-jobs.ts'
import type { ProbeDeps, ProbeResult } from '../_shared/probe/probe.ts'
import { Stop } from '../_shared/probe/run.ts'

/** Ends a probe here: a runner has it, and records what it finds by itself. */
class PutUp extends Error {
  override readonly name = 'PutUp'
}

/**
 * Makes one check. Null: it was put up for a runner, which reports under the same lease. Where no
 * runner is online the report says `runner_offline`, and `runner_lost` where the last job was never ended. Rejects for a fault of our own alone.
 */
export async function runCheck(lease: string, check: ClaimedCheck): Promise<ProbeResult | null> {
  const { integration, type, credentials } = check
  const { id: integrationId, user_id: userId, config, auth_method: authMethod } = integration
  try {
    return await probeIntegration(
      { userId, integrationId, type, config, authMethod, credentials, isStored: true },
      { handOver: putUp(lease, check) },
    )
  } catch (thrown) {
    if (thrown instanceof PutUp) return null
    throw thrown
  }
}

function putUp(lease: string, { integration, type, credentials }: ClaimedCheck) {
  const { id, user_id: userId, auth_method, config: stored } = integration
  const payload = { type, config: stored, auth_method, integration_id: id, credentials }
  const handOver: NonNullable<ProbeDeps['handOver']> = async (run, config, secrets) => {
    checkBeforehand(payload, config, secrets)
    const recordAs = { runId: lease, source: 'background' } as const
    const { outcome } = await enqueueJob({ userId, payload, recordAs })
    if (outcome === 'enqueued') throw new PutUp()
    run.ladder.pass('configure', [{ label: 'Configuration', value: 'Valid' }])
    throw new Stop(outcome === 'lost' ? 'runner_lost' : 'runner_offline')
  }
  return handOver
}
