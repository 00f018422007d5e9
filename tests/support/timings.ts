import * as z from 'zod/mini'
import { become, person } from './db.ts'
import type { PostgresServer } from './db-postgres.ts'

const Explained = z.array(
  z.object({
    'QUERY PLAN': z.array(z.object({ 'Planning Time': z.number(), 'Execution Time': z.number() })),
  }),
)

/**
 * What a statement of a person's takes in the database, planning included, in ms: `runs` times, after
 * one that warms the cache. With null for a person: past row level security.
 */
export async function timesOf(
  db: PostgresServer,
  personId: string | null,
  statement: string,
  runs: number,
): Promise<number[]> {
  return await db.transaction(async (run) => {
    if (personId !== null) await become(run, person(personId))
    const times: number[] = []
    for (let n = 0; n <= runs; n++) {
      const { rows } = await run(`explain (analyze, timing off, format json) ${statement}`)
      const [plan] = Explained.parse(rows).flatMap((row) => row['QUERY PLAN'])
      if (plan && n > 0) times.push(plan['Planning Time'] + plan['Execution Time'])
    }
    return times
  })
}

export function p95Of(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? Number.NaN
}

export function medianOf(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}
