import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { person, query, request } from '../../support/db.ts'
import {
  addWatched,
  claimChecks,
  foundOf,
  idsOf,
  letBeDue,
  letWorkerDie,
  type Outcome,
  recordChecks,
  scheduleOf,
} from '../../support/db-checks.ts'
import { type PostgresServer, startPostgres } from '../../support/db-postgres.ts'
import {
  addType,
  beginTest,
  CONFIG,
  finishTest,
  metricCount,
  report,
  signUp,
  startedRun,
  stateOf,
} from '../../support/db-rows.ts'

describe('when things go wrong at the same time, on PostgreSQL 17', () => {
  let db: PostgresServer
  let typeId: string
  let ada: string

  beforeAll(async () => {
    db = await startPostgres()
    typeId = await addType(db)
  }, 60_000)
  beforeEach(async () => {
    await query(db, 'delete from public.check_schedules')
    ada = await signUp(db)
  })
  afterAll(() => db.stop())

  async function dueChecks(count: number): Promise<string[]> {
    const ids = await Promise.all(
      Array.from({ length: count }, () => addWatched(db, ada, { typeId })),
    )
    await letBeDue(db, ids)
    return ids
  }
  const passedOf = (ids: readonly string[]): Outcome[] =>
    ids.map((id) => ({ integration_id: id, report: foundOf('passed') }))
  /** One of the test that connected it, and those that were recorded. */
  const metricsOfAll = async (ids: readonly string[]) =>
    await Promise.all(ids.map((id) => metricCount(db, id)))

  test('four workers at once: each check is one’s, and none is nobody’s', async () => {
    const ids = await dueChecks(60)
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => claimChecks(db, { limit: 10, perUser: 100, perHost: 100 })),
    )
    let claimed = claims.flatMap(idsOf)
    // What one held for a moment another passed over: it is there for the next.
    claimed = [...claimed, ...idsOf(await claimChecks(db, { perUser: 100, perHost: 100 }))]
    expect(claimed.sort()).toEqual([...ids].sort())
  })

  test('a database that dies between claim and record loses nothing and counts nothing twice', async () => {
    const ids = await dueChecks(6)
    const [kept = '', ...lost] = ids
    const first = await claimChecks(db)
    expect(await recordChecks(db, first.lease, passedOf([kept]))).toEqual({ recorded: 1, lost: [] })
    await db.restart()
    // The worker's next word, after the restart: those leases still stand.
    const answer = await recordChecks(db, first.lease, passedOf([kept, ...lost.slice(1)]))
    expect(answer).toEqual({ recorded: 4, lost: [kept] })
    const [missing = ''] = lost
    expect((await scheduleOf(db, missing))?.claimable_in).toBeLessThanOrEqual(45)
    await letWorkerDie(db, ids)
    const next = await claimChecks(db)
    expect(idsOf(next)).toEqual([missing])
    await recordChecks(db, next.lease, passedOf([missing]))
    expect(await metricsOfAll(ids)).toEqual(ids.map(() => 2))
  })

  test('a record that was not committed when the database died is not there, and is made again', async () => {
    const ids = await dueChecks(6)
    const { lease } = await claimChecks(db)
    const underWay = db.sql
      .unsafe('select public.record_checks($1, $2::text::jsonb), pg_sleep(60)', [
        lease,
        JSON.stringify(passedOf(ids)),
      ])
      .catch((thrown: unknown) => thrown)
    const asleep = `select from pg_stat_activity where wait_event = 'PgSleep'`
    while ((await query(db, asleep)).length === 0);
    await db.restart()
    expect(await underWay).toBeInstanceOf(Error)
    expect(await metricsOfAll(ids)).toEqual(ids.map(() => 1))
    expect(await recordChecks(db, lease, passedOf(ids))).toEqual({ recorded: 6, lost: [] })
    expect(await metricsOfAll(ids)).toEqual(ids.map(() => 2))
  })

  test('the same batch from two at once counts once', async () => {
    const ids = await dueChecks(20)
    const { lease } = await claimChecks(db)
    const answers = await Promise.all([
      recordChecks(db, lease, passedOf(ids)),
      recordChecks(db, lease, passedOf([...ids].reverse())),
    ])
    expect(answers.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(20)
    expect(await metricsOfAll(ids)).toEqual(ids.map(() => 2))
  })

  test('tests, changes, claims and records of the same rows stand in no deadlock', async () => {
    const config = { ...CONFIG, rate_limit: { requests: 10_000, per_seconds: 1 } }
    const ids = await Promise.all(
      Array.from({ length: 8 }, () => addWatched(db, ada, { typeId, config })),
    )
    const settle = 'update public.user_integrations set check_interval_s = $2 where id = $1'
    const people = ids.map(async (id, n) => {
      for (let round = 0; round < 4; round++) {
        await request(db, person(ada), settle, [id, String(60 + 60 * ((n + round) % 3))])
        const { outcome, run_id } = await beginTest(db, ada, id)
        expect(outcome).toBe('started')
        if (run_id) await finishTest(db, id, run_id, report(id, run_id, 'passed'))
      }
    })
    const workers = [0, 1].map(async () => {
      for (let round = 0; round < 12; round++) {
        await letBeDue(db, ids)
        const claim = await claimChecks(db)
        await recordChecks(db, claim.lease, passedOf(idsOf(claim)))
      }
    })
    await Promise.all([...people, ...workers])
    for (const id of ids) expect((await stateOf(db, id)).status).toBe('connected')
  })

  test('of fifty that want the last ten of an allowance ten get them, tests and claims alike', async () => {
    const config = { ...CONFIG, rate_limit: { requests: 11, per_seconds: 36_000 } }
    const id = await addWatched(db, ada, { typeId, config })
    const attempts = Array.from({ length: 50 }, async (_, n) => {
      if (n % 2 === 0) {
        const { outcome, run_id } = await beginTest(db, ada, id)
        if (run_id && outcome === 'started') {
          await request(db, { role: 'service_role' }, 'select public.abandon_test($1, $2)', [
            id,
            run_id,
          ])
        }
        return outcome === 'started' ? 1 : 0
      }
      await letBeDue(db, [id])
      return (await claimChecks(db)).checks.length
    })
    const taken = (await Promise.all(attempts)).reduce((sum, one) => sum + one, 0)
    expect(taken).toBeLessThanOrEqual(10)
    const [left] = await query<{ spent: number }>(
      db,
      `select round(extract(epoch from whole_at - now()) / (36000 / 11.0))::integer as spent from private.rate_allowances
       where user_integration_id = $1`,
      [id],
    )
    expect(left?.spent).toBe(taken + 1)
  })

  test('a clock that jumps ahead has each checked once; what it planned, a test plans anew', async () => {
    const ids = await dueChecks(3)
    const ahead = new Date(Date.now() + 86_400_000)
    const { lease } = await claimChecks(db, { now: ahead })
    await recordChecks(db, lease, passedOf(ids), ahead)
    expect((await claimChecks(db, { now: ahead })).checks).toEqual([])
    const [id = ''] = ids
    const run = await startedRun(db, ada, id)
    await finishTest(db, id, run, report(id, run, 'passed'))
    expect((await scheduleOf(db, id))?.due_in).toBeLessThanOrEqual(330)
  })
})
