import {
  type CheckOutcome,
  type ClaimedBatch,
  type ClaimedCheck,
  claimChecks,
  releaseChecks,
} from '../_shared/db/checks.ts'
import { logError } from '../_shared/http/api-error.ts'
import { createBatch } from './batch.ts'
import { recordOutcomes } from './record-outcomes.ts'
import { runCheck } from './run-check.ts'

/** Under way at once in one worker, each with an answer of up to 2 MB. */
const AT_ONCE = 100
/** Of one person, in all workers together: whoever has a thousand servers that hang delays nobody. */
const PER_USER = 100
/** Of one server, in all workers together. */
const PER_HOST = 10
/** Not for every place that comes free: a claim costs as much as several checks. */
const WORTH_A_CLAIM = 25
/** A probe, and until its outcome is written though the database restarts meanwhile. */
const LEASE_MS = 45_000
/** Then a worker takes no more. With a probe's deadline this is well within the runtime's 150 s. */
const CLAIM_FOR_MS = 20_000
/** What a worker may make of its runtime's 2 s of CPU: a request counts 1, an MCP conversation more. */
const EFFORT = 200
const EFFORT_OF_MCP = 4

/** What a worker did: counts of checks. */
export interface Done {
  recorded: number
  /** Put up for runners. */
  put_up: number
  /** Reported after somebody else had: nothing was written. */
  late: number
  /** Claimed and given back untouched: more than this worker's share. */
  released: number
  /** No outcome: a fault of ours, which the log tells. They are due again when the lease ends. */
  broken: number
}

/** Makes checks until none is due or it has done its share. For one request. */
export class Worker {
  readonly #done: Done = { recorded: 0, put_up: 0, late: 0, released: 0, broken: 0 }
  readonly #claimUntil = performance.now() + CLAIM_FOR_MS
  #effort = 0
  #underWay = 0
  #wake = () => {}

  constructor(readonly requestId: string) {}

  /** Ends when all that it began is written; rejects, then too, when it cannot ask what is due. */
  async work(): Promise<Done> {
    try {
      while ((await this.#claim()) || this.#underWay > 0) {
        if (this.#underWay > 0) await this.#freed()
      }
      return this.#done
    } finally {
      while (this.#underWay > 0) await this.#freed()
    }
  }

  /** False: nothing may be taken now. */
  async #claim(): Promise<boolean> {
    const limit = Math.min(AT_ONCE - this.#underWay, EFFORT - this.#effort)
    const isWorthIt = limit >= WORTH_A_CLAIM || (limit > 0 && this.#underWay === 0)
    if (!isWorthIt || performance.now() > this.#claimUntil) return false
    const limits = { limit, perUser: PER_USER, perHost: PER_HOST, leaseMs: LEASE_MS }
    const claimed = await claimChecks(limits)
    if (claimed !== null) await this.#begin(claimed)
    return claimed !== null
  }

  async #begin({ lease, checks, unreadable }: ClaimedBatch): Promise<void> {
    for (const { id, error } of unreadable) this.#tell(error, id)
    this.#done.broken += unreadable.length
    const begun: ClaimedCheck[] = []
    const left: string[] = []
    for (const check of checks) {
      if (this.#effort >= EFFORT) left.push(check.integration.id)
      else {
        begun.push(check)
        this.#effort += effortOf(check)
      }
    }
    this.#underWay += begun.length
    const batch = createBatch(begun.length, (outcomes) => this.#write(lease, outcomes))
    for (const check of begun) this.#make(lease, check).then(batch.end)
    if (left.length > 0) this.#done.released += await releaseChecks(lease, left)
  }

  async #make(lease: string, check: ClaimedCheck): Promise<CheckOutcome | null> {
    const { id } = check.integration
    try {
      const report = await runCheck(lease, check)
      if (report !== null) return { integration_id: id, report }
      this.#done.put_up++
    } catch (thrown) {
      // Not given back: whoever took it next would fail alike, at once and again and again.
      this.#tell(thrown, id)
      this.#done.broken++
    }
    this.#free(1)
    return null
  }

  async #write(lease: string, outcomes: CheckOutcome[]): Promise<void> {
    const tell = (thrown: unknown, id: string) => this.#tell(thrown, id)
    const { recorded, late, unwritten } = await recordOutcomes(lease, outcomes, tell)
    this.#done.recorded += recorded
    this.#done.late += late
    this.#done.broken += unwritten
    this.#free(outcomes.length)
  }

  #tell(thrown: unknown, integrationId: string): void {
    logError(this.requestId, thrown, { integration_id: integrationId })
  }

  #free(count: number): void {
    this.#underWay -= count
    this.#wake()
  }

  #freed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

function effortOf({ integration: { config } }: ClaimedCheck): number {
  const isMcp =
    typeof config === 'object' && config !== null && 'kind' in config && config.kind === 'mcp'
  return isMcp ? EFFORT_OF_MCP : 1
}
