import { afterAll, beforeAll, expect, it } from 'vitest'
import { query } from '../support/db.ts'
import { type PostgresServer, startPostgres } from '../support/db-postgres.ts'
import { addIntegration, signUp } from '../support/db-rows.ts'

const LIMIT_MS = 1_000
const ROWS = 4_000_000
/** Of which the baseline deletes this part: all of them would take minutes. */
const DELETED = 200_000

let db: PostgresServer

/** A day of four million checks, two weeks old, and another day for the baseline. */
beforeAll(async () => {
  db = await startPostgres()
  const owner = await signUp(db)
  const id = await addIntegration(db, owner)
  await db.transaction(async (run) => {
    await run('set local session_replication_role = replica')
    for (const [days, rows] of [
      [13, ROWS],
      [12, DELETED],
    ] as const) {
      await run(
        `insert into public.integration_health_metrics
           (user_integration_id, user_id, response_time_ms, success, source, checked_at)
         select $1, $2, n % 500, true, 'background',
           date_trunc('day', now() - make_interval(days => $3), 'UTC') + make_interval(secs => n * 86400.0 / $4)
         from generate_series(0, $4 - 1) as n`,
        [id, owner, days, rows],
      )
    }
  })
}, 300_000)
afterAll(() => db?.stop())

const count = async () => {
  const [row] = await query<{ n: number }>(
    db,
    'select count(*)::integer as n from public.integration_health_metrics',
  )
  return row?.n
}

it(`drops a partition of ${ROWS.toLocaleString('en')} rows in ${LIMIT_MS} ms`, async () => {
  expect(await count()).toBe(ROWS + DELETED)
  const deleting = performance.now()
  await query(
    db,
    `delete from public.integration_health_metrics
     where checked_at >= date_trunc('day', now() - interval '12 days', 'UTC')`,
  )
  const deleted = ((performance.now() - deleting) * ROWS) / DELETED

  const times: number[] = []
  let did: { table?: string } = { table: 'first' }
  while (did.table !== undefined) {
    const started = performance.now()
    const [row] = await query<{ did: { table?: string } }>(
      db,
      `select private.keep_history(date_trunc('day', now(), 'UTC') + interval '2 days 1 hour') as did`,
    )
    did = row?.did ?? {}
    times.push(performance.now() - started)
  }
  const slowest = Math.max(...times)
  console.info(
    `retention: ${slowest.toFixed(0)} ms for the slowest run of the housework; a DELETE of as many: ${(deleted / 1000).toFixed(0)} s (from ${DELETED.toLocaleString('en')} rows)`,
  )
  expect(await count()).toBe(0)
  expect(slowest).toBeLessThanOrEqual(LIMIT_MS)
}, 120_000)
