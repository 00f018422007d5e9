import { describe } from 'vitest'
import { startPglite } from './db-pglite.ts'
import { startPostgres } from './db-postgres.ts'

/** Who makes a request through the data API. A person is named by id. */
export type Caller =
  | { role: 'anon' }
  | { role: 'service_role' }
  | { role: 'authenticated'; id: string }

export const ANONYMOUS: Caller = { role: 'anon' }
export const SERVICE: Caller = { role: 'service_role' }
export const person = (id: string): Caller => ({ role: 'authenticated', id })

/** `count`: rows seen or changed. */
export interface Result<Row> {
  rows: Row[]
  count: number
}
/** JSON goes as text, cast in the statement: `$1::text::jsonb`. */
export type Parameter = string | number | boolean | null | Date | string[]
export type Run = <Row>(text: string, params?: readonly Parameter[]) => Promise<Result<Row>>

export interface TestDatabase {
  /** Runs `work` as the superuser in one transaction; it rolls back when `work` throws. */
  transaction: <T>(work: (run: Run) => Promise<T>) => Promise<T>
  stop: () => Promise<void>
}

export const DATABASES: readonly { name: string; start: () => Promise<TestDatabase> }[] = [
  { name: 'PGlite', start: startPglite },
  { name: 'PostgreSQL 17', start: startPostgres },
]

/** The same stories on the embedded backend's database and on the real one. */
export const describeOnEachDatabase = describe.for(DATABASES)

/** One statement as the superuser. */
export async function query<Row>(
  db: TestDatabase,
  text: string,
  params: readonly Parameter[] = [],
): Promise<Row[]> {
  return await db.transaction(async (run) => (await run<Row>(text, params)).rows)
}

/** One statement as one request of the data API: its own transaction, committed. */
export async function request<Row>(
  db: TestDatabase,
  caller: Caller,
  text: string,
  params: readonly Parameter[] = [],
): Promise<Result<Row>> {
  return await db.transaction(async (run) => {
    await become(run, caller)
    return await run<Row>(text, params)
  })
}

/** The same, rolled back whatever happens. */
export async function rehearse<Row>(
  db: TestDatabase,
  caller: Caller,
  text: string,
  params: readonly Parameter[] = [],
): Promise<Result<Row>> {
  let result: Result<Row> | undefined
  const undo = new Error('rolled back on purpose')
  try {
    await db.transaction(async (run) => {
      await become(run, caller)
      result = await run<Row>(text, params)
      throw undo
    })
  } catch (thrown) {
    if (thrown !== undo || result === undefined) throw thrown
  }
  if (result === undefined) throw new Error('A rehearsal always has a result or throws.')
  return result
}

/** As PostgREST does it; Supabase's `auth.uid()` reads `claims`, the embedded backend's `claim.sub`. */
export async function become(run: Run, caller: Caller): Promise<void> {
  const sub = caller.role === 'authenticated' ? caller.id : ''
  await run(
    `select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)`,
    [JSON.stringify({ role: caller.role, ...(sub && { sub }) }), sub],
  )
  await run(`set local role ${caller.role}`)
}

/** The SQLSTATE that `promise` is rejected with, or `null` when it is not rejected. */
export async function sqlState(promise: Promise<unknown>): Promise<string | null> {
  try {
    await promise
    return null
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string')
      return thrown.code
    throw thrown
  }
}

export const REFUSED = '42501'
export const CHECK_VIOLATION = '23514'
export const UNIQUE_VIOLATION = '23505'
export const FOREIGN_KEY_VIOLATION = '23503'
