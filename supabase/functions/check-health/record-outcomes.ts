import { type CheckOutcome, recordChecks } from '../_shared/db/checks.ts'

/** While a database restarts. Together they fit into what a lease lasts beyond a probe. */
const PAUSES_MS = [250, 1_000, 3_000, 6_000]

/** SQLSTATE classes that are about the data: one of the batch may be at fault. `SUP` is the embedded backend's. */
const ABOUT_DATA = /^(2[23]\w{3}|SUP)$/
/** Classes that pass: connection, state, conflict, resources, locks, shutdown. */
const PASSING = /^(08|25|40|53|55|57)/
const SQLSTATE = /^[0-9A-Z]{5}$/

export interface Recorded {
  recorded: number
  /** Somebody else's by then: the lease had run out, or the integration was tested or changed. */
  late: number
  /** Not written; with the end of the lease they are due again. */
  unwritten: number
}

/**
 * Writes a batch, again and again while the database is away. One outcome that it refuses takes no
 * other with it. `onError` hears of what could not be written.
 */
export async function recordOutcomes(
  lease: string,
  outcomes: readonly CheckOutcome[],
  onError: (error: unknown, integrationId: string) => void,
): Promise<Recorded> {
  try {
    const { recorded, lost } = await insisting(() => recordChecks(lease, outcomes))
    return { recorded, late: lost.length, unwritten: 0 }
  } catch (error) {
    const [first] = outcomes
    if (ABOUT_DATA.test(codeOf(error)) && outcomes.length > 1) {
      const half = Math.ceil(outcomes.length / 2)
      const one = await recordOutcomes(lease, outcomes.slice(0, half), onError)
      return sum(one, await recordOutcomes(lease, outcomes.slice(half), onError))
    }
    if (first) onError(error, first.integration_id)
    return { recorded: 0, late: 0, unwritten: outcomes.length }
  }
}

async function insisting<T>(work: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(codeOf(error))) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return await work()
}

/** What has no SQLSTATE never came to the database, or its answer never came back. */
function isPassing(code: string): boolean {
  return PASSING.test(code) || !(SQLSTATE.test(code) || ABOUT_DATA.test(code))
}

function codeOf(error: unknown): string {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error
  return isCoded && typeof error.code === 'string' ? error.code : ''
}

function sum(a: Recorded, b: Recorded): Recorded {
  return {
    recorded: a.recorded + b.recorded,
    late: a.late + b.late,
    unwritten: a.unwritten + b.unwritten,
  }
}
