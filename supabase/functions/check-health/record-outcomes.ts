import { type CheckOutcome, recordChecks } from '../_shared/db/checks.ts'

/** While a database restarts. Together they fit into what a lease lasts beyond a probe. */
const PAUSES_MS = [250, 1_000, 3_000, 6_000]

/** SQLSTATE classes that are about the data: one of the batch may be at fault. */
const ABOUT_DATA = /^2[23]\w{3}$/
/** Classes that pass: connection, state, conflict, resources, locks, shutdown. */
const PASSING = /^(08|25|40|53|55|57)\w{3}$/
const SQLSTATE = /^[0-9A-Z]{5}$/
/** All that the embedded backend says of a refused statement. */
const UNTOLD = 'SUP'

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
    return await insisting(() => write(lease, outcomes))
  } catch (error) {
    const code = codeOf(error)
    if (ABOUT_DATA.test(code) || code === UNTOLD) return await writeApart(lease, outcomes, onError)
    return unwritten(error, outcomes, onError)
  }
}

/** Halves it until those alone are left that cannot be written. */
async function writeApart(
  lease: string,
  outcomes: readonly CheckOutcome[],
  onError: (error: unknown, integrationId: string) => void,
): Promise<Recorded> {
  try {
    return await write(lease, outcomes)
  } catch (error) {
    if (outcomes.length === 1) return unwritten(error, outcomes, onError)
    const half = Math.ceil(outcomes.length / 2)
    const one = await writeApart(lease, outcomes.slice(0, half), onError)
    return sum(one, await writeApart(lease, outcomes.slice(half), onError))
  }
}

async function write(lease: string, outcomes: readonly CheckOutcome[]): Promise<Recorded> {
  const { recorded, lost } = await recordChecks(lease, outcomes)
  return { recorded, late: lost.length, unwritten: 0 }
}

function unwritten(
  error: unknown,
  outcomes: readonly CheckOutcome[],
  onError: (error: unknown, integrationId: string) => void,
): Recorded {
  onError(error, outcomes.map(({ integration_id }) => integration_id).join(' '))
  return { recorded: 0, late: 0, unwritten: outcomes.length }
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
  return PASSING.test(code) || !SQLSTATE.test(code)
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
