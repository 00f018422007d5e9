import { checkBeforehand } from '../_shared/check/before-runner.ts'
import type { IntegrationConfig } from '../_shared/contract/config.ts'
import type { StageResult } from '../_shared/contract/report.ts'
import { RUNNER_REPORT_WITHIN_MS } from '../_shared/contract/test-connection.ts'
import {
  type Enqueued,
  endJob,
  enqueueJob,
  type JobState,
  type NewJob,
  readJob,
} from '../_shared/db/runner-jobs.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import type { ProbeDeps, ProbeResult } from '../_shared/probe/probe.ts'
import { type Run, Stop } from '../_shared/probe/run.ts'
import { knownOfCommand } from '../_shared/probe/without-runner.ts'

const ASK_EVERY_MS = 250

export interface OnRunner {
  handOver: NonNullable<ProbeDeps['handOver']>
  /** Whether the runner's report was written to the integration; null where no runner made one. */
  isRecorded: () => boolean | null
}

/**
 * Has a runner make a test, and hears of its rungs, again and again. `signal` gives a draft's test up.
 * The hand-over throws Stop `runner_offline`, `runner_lost`, and what can be known without a runner.
 */
export function onRunner(
  job: NewJob,
  onStage: (stage: StageResult) => void,
  signal?: AbortSignal,
): OnRunner {
  let isRecorded: boolean | null = null
  return {
    isRecorded: () => isRecorded,
    async handOver(run, config, secrets) {
      checkBeforehand(job.payload, config, secrets)
      const enqueued = await enqueueJob(job)
      if (enqueued.outcome === 'lost') throw new Stop('runner_lost')
      if (enqueued.outcome === 'offline') throw await offline(run, config, enqueued)
      try {
        const ended = await awaitEnd(enqueued.job_id, onStage, signal)
        if (ended.state === 'lost') throw new Stop('runner_lost')
        if (ended.state === 'offline') {
          throw await offline(run, config, { outcome: 'offline', last_seen: null })
        }
        isRecorded = ended.is_recorded
        return ended.report
      } finally {
        // Should this fail too, the job runs out by itself; the first error is the one to tell.
        await endJob(enqueued.job_id).catch(() => {})
      }
    },
  }
}

/** Tells each rung once, whoever tells of it again: a runner's next word, or one that took over. */
export function onceEach(onStage: (stage: StageResult) => void): (stage: StageResult) => void {
  const told = new Set<StageResult['stage']>()
  return (stage) => {
    if (!told.has(stage.stage)) onStage(stage)
    told.add(stage.stage)
  }
}

type Ended =
  | { state: 'ended'; report: ProbeResult; is_recorded: boolean | null }
  | { state: 'offline' }
  | { state: 'lost' }

async function awaitEnd(
  jobId: string,
  onStage: (stage: StageResult) => void,
  signal: AbortSignal | undefined,
): Promise<Ended> {
  const until = Date.now() + RUNNER_REPORT_WITHIN_MS
  for (;;) {
    signal?.throwIfAborted()
    const job = await readJob(jobId)
    if (job === null) throw new ApiError('conflict', 'The test was broken off. Test again.')
    for (const stage of job.stages) if (stage.verdict !== 'not_reached') onStage(stage)
    const ended = endOf(job, Date.now() > until)
    if (ended !== null) return ended
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
  }
}

function endOf({ state, report, is_recorded, was_taken }: JobState, isLate: boolean): Ended | null {
  if (state === 'ended' && report !== null) return { state, report, is_recorded }
  if (state === 'offline' || state === 'lost') return { state }
  if (isLate) return { state: was_taken ? 'lost' : 'offline' }
  return null
}

async function offline(
  run: Run,
  config: IntegrationConfig,
  { last_seen }: Extract<Enqueued, { outcome: 'offline' }>,
): Promise<Stop> {
  const isCommand = config.kind === 'mcp' && config.protocol === 'stdio'
  const known = isCommand ? await knownOfCommand(run, config) : { evidence: [], missing: null }
  run.ladder.pass('configure', [{ label: 'Configuration', value: 'Valid' }, ...known.evidence])
  if (known.missing !== null) return new Stop('package_not_found', { detail: known.missing })
  if (last_seen === null) return new Stop('runner_offline')
  const { name, seconds_ago } = last_seen
  return new Stop('runner_offline', {
    detail: `“${run.redact(name, 80)}” was seen last, ${agoOf(seconds_ago)} ago`,
  })
}

function agoOf(seconds: number): string {
  const steps: [number, string][] = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ]
  const [size, unit] = steps.find(([least]) => seconds >= least) ?? [1, 'second']
  const count = Math.max(1, Math.floor(seconds / size))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
