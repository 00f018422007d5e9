import type { StageResult } from '../functions/_shared/contract/report.ts'
import type { RunnerJob } from '../functions/_shared/contract/runner.ts'
import { secretTextsOf } from '../functions/_shared/probe/present-auth.ts'
import { type ProbeResult, probe } from '../functions/_shared/probe/probe.ts'
import { createRedactor } from '../functions/_shared/probe/redact.ts'
import type { Secrets } from '../functions/_shared/sealing/open-credentials.ts'
import type { Approvals } from './approvals.ts'
import { climbSsh } from './climb-ssh.ts'
import { createClimbStdio } from './climb-stdio.ts'
import { type Hub, LeaseLost, Revoked } from './hub.ts'
import type { Log } from './terminal.ts'

/** Well within RUNNER_LEASE_MS, so that one word may get lost. */
const TELL_EVERY_MS = 2_500
const TELL_AGAIN_MS = 1_000
/** After so long without a connection the lease is another's. */
const RESULT_WITHIN_MS = 20_000
/** How long a server has to end by itself, and again after SIGTERM; less when the runner itself ends. */
const PATIENCE_MS = 2_000
const PATIENCE_AT_END_MS = 400

export interface JobSettings {
  hub: Hub
  approvals: Approvals
  allowPrivate: boolean
  log: Log
  /** The runner ends: whatever runs is ended, and nothing is told. */
  signal: AbortSignal
}

/** Makes one test and tells its result. Resolves when all that it started has ended; never rejects. */
export async function runJob(job: RunnerJob, settings: JobSettings): Promise<void> {
  const { hub, log, signal } = settings
  const secrets: Secrets = new Map(job.secrets)
  const redact = createRedactor(secretTextsOf(secrets))
  const lost = new AbortController()
  const stages: StageResult[] = []
  const endings: Promise<void>[] = []
  const telling = keepTelling(hub, job, stages, (reason) => lost.abort(reason))
  log(`${job.type.name}: test begins`)
  try {
    const result = await probe(
      {
        type: job.type,
        config: job.config,
        authMethod: job.auth_method,
        openCredentials: async ({ slots }) => ({
          ok: true,
          secrets: new Map([...secrets].filter(([slot]) => slots.includes(slot))),
        }),
      },
      {
        allowPrivate: settings.allowPrivate,
        now: () => new Date(),
        deadlineMs: job.deadline_ms,
        signal: AbortSignal.any([signal, lost.signal]),
        onStage(stage) {
          stages.push(stage)
          telling.now()
        },
        onRunner: {
          ssh: climbSsh,
          stdio: createClimbStdio({
            isApproved: (config, until) =>
              settings.approvals.isApproved(config, job.type.name, until),
            approveWith: settings.approvals.approveWith,
            onEnding: (ending) => endings.push(ending),
            patienceMs: () => (signal.aborted ? PATIENCE_AT_END_MS : PATIENCE_MS),
          }),
        },
      },
    )
    await tellResult(hub, job, result, signal)
    log(`${job.type.name}: ${outcomeOf(result)}`)
  } catch (error) {
    log(`${job.type.name}: ${redact(endOf(error, signal, lost.signal), 400)}`)
  } finally {
    telling.stop()
    await Promise.all(endings).catch((error: unknown) => log(`Not cleared away: ${error}`))
  }
}

/** Tells the rungs when they change, and every few seconds that this runner lives. */
function keepTelling(
  hub: Hub,
  job: RunnerJob,
  stages: readonly StageResult[],
  onLost: (reason: unknown) => void,
) {
  let isTelling = false
  let isStale = false
  const tell = async () => {
    isStale = true
    if (isTelling) return
    isTelling = true
    while (isStale) {
      isStale = false
      await hub.progress(job, stages).catch((error: unknown) => {
        if (error instanceof LeaseLost || error instanceof Revoked) onLost(error)
        // Anything else passes or does not: the next word tells.
      })
    }
    isTelling = false
  }
  const timer = setInterval(tell, TELL_EVERY_MS)
  return { now: tell, stop: () => clearInterval(timer) }
}

async function tellResult(
  hub: Hub,
  job: RunnerJob,
  result: ProbeResult,
  signal: AbortSignal,
): Promise<void> {
  for (const until = Date.now() + RESULT_WITHIN_MS; ; ) {
    try {
      return await hub.result(job, result)
    } catch (error) {
      const isFinal = error instanceof LeaseLost || error instanceof Revoked
      if (isFinal || signal.aborted || Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, TELL_AGAIN_MS))
    }
  }
}

function outcomeOf({ outcome, failure, duration_ms }: ProbeResult): string {
  return failure === null
    ? `${outcome} in ${duration_ms} ms`
    : `failed at ${failure.stage}: ${failure.code}`
}

function endOf(error: unknown, ended: AbortSignal, lost: AbortSignal): string {
  if (ended.aborted) return 'broken off, the runner ends'
  if (lost.aborted || error instanceof LeaseLost) return 'nobody waits for its result any more'
  return `no result: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}
