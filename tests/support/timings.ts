import * as z from 'zod/mini'
import { become, person, type Run } from './db.ts'
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
    return await timesIn(run, statement, runs)
  })
}

async function timesIn(run: Run, statement: string, runs: number): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n <= runs; n++) {
    const { rows } = await run(`explain (analyze, timing off, format json) ${statement}`)
    const [plan] = Explained.parse(rows).flatMap((row) => row['QUERY PLAN'])
    if (plan && n > 0) times.push(plan['Planning Time'] + plan['Execution Time'])
  }
  return times
}

/**
 * Medians of a person's statement and of another past row level security, in ms, and of their ratios.
 * Both are asked in turns of one connection: what else the machine does, and what a connection has
 * cached, meets both.
 */
export async function comparedTimes(
  db: PostgresServer,
  personId: string,
  asked: string,
  bare: string,
  rounds: number,
): Promise<{ asked: number; bare: number; ratio: number }> {
  const all: { asked: number; bare: number; ratio: number }[] = []
  for (let round = 0; round < rounds; round++) {
    all.push(
      await db.transaction(async (run) => {
        const bareFirst = round % 2 === 0 ? medianOf(await timesIn(run, bare, 10)) : null
        await become(run, person(personId))
        const askedMs = medianOf(await timesIn(run, asked, 10))
        await run('reset role')
        const bareMs = bareFirst ?? medianOf(await timesIn(run, bare, 10))
        return { asked: askedMs, bare: bareMs, ratio: askedMs / bareMs }
      }),
    )
  }
  return {
    asked: medianOf(all.map((each) => each.asked)),
    bare: medianOf(all.map((each) => each.bare)),
    ratio: medianOf(all.map((each) => each.ratio)),
  }
}

export function p95Of(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? Number.NaN
}

export function medianOf(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}
