import type { CheckOutcome } from '../_shared/db/checks.ts'

/** Written together: bookkeeping is dearest for one at a time. */
const BATCH = 50
/** Nobody's outcome waits longer for the others. */
const WRITE_WITHIN_MS = 500

export interface Batch {
  /** A check has ended; null: without an outcome. */
  end: (outcome: CheckOutcome | null) => void
}

/** Gathers the outcomes of `count` checks, and gives them to `write` so many at once, all in the end. */
export function createBatch(count: number, write: (outcomes: CheckOutcome[]) => void): Batch {
  let open = count
  let gathered: CheckOutcome[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush() {
    clearTimeout(timer)
    timer = undefined
    const full = gathered
    gathered = []
    if (full.length > 0) write(full)
  }

  return {
    end(outcome) {
      open--
      if (outcome !== null) gathered.push(outcome)
      if (open === 0 || gathered.length === BATCH) flush()
      else timer ??= setTimeout(flush, WRITE_WITHIN_MS)
    },
  }
}
