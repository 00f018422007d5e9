import type { FailureCode } from '../contract/errors.ts'
import { FAILURE_CODES_BY_STAGE } from '../contract/errors.ts'
import type { Evidence, StageResult } from '../contract/report.ts'
import { STAGES, type Stage } from '../contract/stage.ts'

export interface Ladder {
  /** The rung being climbed; null when all five have ended. */
  current(): Stage | null
  /** True while `stage` has not ended. */
  isAt(stage: Stage): boolean
  /** Ends the current rung, which must be `stage`. `endedAt` (performance.now()) when it ended earlier. */
  pass(stage: Stage, evidence: Evidence[], endedAt?: number): void
  /** As `pass`, where nothing could be learnt; its time counts for the next rung. */
  skip(stage: Stage, evidence: Evidence[]): void
  /** Fails `stage`, the current or a later rung; those between were passed on the way. */
  fail(stage: Stage, evidence: Evidence[]): void
  /** All five, in order, and what they took together. */
  finish(): { stages: StageResult[]; duration_ms: number }
}

/** Records a climb. `onStage` hears of each rung as it ends; times are whole and add up exactly. */
export function createLadder(onStage: (stage: StageResult) => void): Ladder {
  const startedAt = performance.now()
  const results: StageResult[] = []
  let reachedMs = 0
  let isOver = false

  const current = (): Stage | null => (isOver ? null : (STAGES[results.length] ?? null))

  function record(stage: Stage, verdict: 'passed' | 'failed', evidence: Evidence[], at: number) {
    if (current() !== stage) throw new Error(`The ladder is at ${current()}, not at ${stage}`)
    // Rounding the points in time, not the differences, keeps the sum equal to the whole.
    const endMs = Math.max(reachedMs, Math.round(at - startedAt))
    push({ stage, verdict, ms: endMs - reachedMs, evidence })
    reachedMs = endMs
  }

  function push(result: StageResult) {
    results.push(result)
    onStage(result)
  }

  return {
    current,
    isAt: (stage) => current() === stage,
    pass: (stage, evidence, endedAt = performance.now()) =>
      record(stage, 'passed', evidence, endedAt),
    skip(stage, evidence) {
      if (current() !== stage) throw new Error(`The ladder is at ${current()}, not at ${stage}`)
      push({ stage, verdict: 'skipped', ms: null, evidence })
    },
    fail(stage, evidence) {
      for (let at = current(); at !== null && at !== stage; at = current()) {
        record(at, 'passed', [], performance.now())
      }
      record(stage, 'failed', evidence, performance.now())
      isOver = true
    },
    finish() {
      isOver = true
      const rest = STAGES.slice(results.length).map(
        (stage): StageResult => ({ stage, verdict: 'not_reached', ms: null, evidence: [] }),
      )
      return { stages: [...results, ...rest], duration_ms: reachedMs }
    },
  }
}

const STAGE_OF = new Map<FailureCode, Stage>(
  STAGES.flatMap((stage) => FAILURE_CODES_BY_STAGE[stage].map((code) => [code, stage] as const)),
)

/** The one rung that a code fails. */
export function stageOf(code: FailureCode): Stage {
  const stage = STAGE_OF.get(code)
  if (stage === undefined) throw new Error(`${code} belongs to no stage`)
  return stage
}
