import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  describeOnEachDatabase,
  person,
  query,
  request,
  type TestDatabase,
} from '../../support/db.ts'
import {
  addWatched,
  claimChecks,
  foundOf,
  idsOf,
  letBeDue,
  letWorkerDie,
  recordChecks,
  scheduleOf,
} from '../../support/db-checks.ts'
import {
  addCredential,
  addType,
  beginDraftTest,
  beginTest,
  CONFIG,
  finishTest,
  metricCount,
  report,
  SEALED,
  signUp,
  startedRun,
  stateOf,
  statusSteps,
} from '../../support/db-rows.ts'
import { call } from '../../support/db-runners.ts'

describeOnEachDatabase('who takes which check, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let ada: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
  }, 60_000)
  beforeEach(async () => {
    await query(db, 'delete from public.check_schedules')
    ada = await signUp(db)
  })
  afterAll(() => db.stop())

  const at = (host: string) => ({ typeId, config: { ...CONFIG, api_url: `https://${host}` } })
  /** So many of that person's, each at a server of its own, due for so many seconds. */
  async function overdue(owner: string, count: number, seconds: number, host?: string) {
    return await db.transaction(async (run) => {
      // The rows are as triggers leave them; to run those would take most of the test's time.
      await run('set local session_replication_role = replica')
      const { rows } = await run<{ id: string }>(
        `insert into public.user_integrations (user_id, type_id, name, auth_method, config, status)
         select $1, $2, 'Acme ' || gen_random_uuid(), 'none', $3::text::jsonb, 'connected'
         from generate_series(1, $4::text::integer) returning id`,
        [owner, typeId, JSON.stringify(CONFIG), String(count)],
      )
      await run(
        `insert into public.check_schedules (user_integration_id, user_id, host, due_at, claimable_at)
         select id, user_id, coalesce($4, id || ':443'), due, due
         from public.user_integrations, lateral (
           select clock_timestamp() - make_interval(secs => $3::text::integer) as due) as since
         where user_id = $1 and id = any ($2::text[]::uuid[])`,
        [owner, rows.map(({ id }) => id), String(seconds), host ?? null],
      )
      return rows.map(({ id }) => id)
    })
  }

  test('it comes with all that its probe needs', async () => {
    const id = await addWatched(db, ada, { typeId, authMethod: 'api_key' })
    await addCredential(db, ada, id)
    await startedRun(db, ada, id).then((run) => finishTest(db, id, run, report(id, run, 'passed')))
    await letBeDue(db, [id])
    const { lease, checks } = await claimChecks(db)
    expect(checks).toMatchObject([
      {
        integration: { id, user_id: ada, auth_method: 'api_key', config: CONFIG },
        type: { name: 'Acme', auth_methods: ['none', 'api_key'], defaults: { kind: 'rest' } },
        credentials: [{ slot: 'auth', encrypted: SEALED }],
        host: 'api.acme.test:443',
      },
    ])
    expect(await scheduleOf(db, id)).toMatchObject({ lease })
    expect(await call(db, 'private.due_checks()')).toBe(0)
  })

  test('only what is due, the oldest first, and not more than was asked for', async () => {
    const late = await overdue(ada, 3, 10)
    const later = await overdue(ada, 3, 100)
    await overdue(ada, 3, -60)
    expect(await call(db, 'private.due_checks()')).toBe(6)
    expect(
      idsOf(await claimChecks(db, { limit: 4 }))
        .slice(0, 3)
        .sort(),
    ).toEqual(later.sort())
    expect(late).toEqual(expect.arrayContaining(idsOf(await claimChecks(db))))
    expect((await claimChecks(db)).checks).toEqual([])
  })

  test('nothing that its owner is testing, until the test has ended', async () => {
    const id = await addWatched(db, ada, { typeId })
    await letBeDue(db, [id])
    const run = await startedRun(db, ada, id)
    expect((await claimChecks(db)).checks).toEqual([])
    await finishTest(db, id, run, report(id, run, 'passed'))
    // The test was the check.
    expect((await scheduleOf(db, id))?.due_in).toBeGreaterThan(200)
  })

  test('a test that dies keeps its integration from being checked no longer than its lease', async () => {
    const id = await addWatched(db, ada, { typeId })
    await letBeDue(db, [id])
    await startedRun(db, ada, id, 20_000)
    await claimChecks(db)
    expect((await scheduleOf(db, id))?.claimable_in).toBeLessThanOrEqual(20)
  })

  test('a worker that dies loses no check: when its lease is over another has it', async () => {
    const id = await addWatched(db, ada, { typeId })
    await letBeDue(db, [id])
    const dead = await claimChecks(db, { leaseMs: 45_000 })
    expect((await scheduleOf(db, id))?.claimable_in).toBeLessThanOrEqual(45)
    await letWorkerDie(db, [id])
    const next = await claimChecks(db)
    expect(idsOf(next)).toEqual([id])
    // What the dead one found after all is late: the next one's counts, once.
    const outcome = { integration_id: id, report: foundOf('connection_refused') }
    const before = await stateOf(db, id)
    expect(await recordChecks(db, dead.lease, [outcome])).toEqual({ recorded: 0, lost: [id] })
    expect(await stateOf(db, id)).toEqual(before)
    const passed = { integration_id: id, report: foundOf('passed') }
    expect(await recordChecks(db, next.lease, [passed])).toEqual({ recorded: 1, lost: [] })
    expect(await metricCount(db, id)).toBe(2)
  })

  test('a slow worker whose check nobody took meanwhile is still heard', async () => {
    const id = await addWatched(db, ada, { typeId })
    await letBeDue(db, [id])
    const { lease } = await claimChecks(db)
    await letWorkerDie(db, [id])
    const outcome = { integration_id: id, report: foundOf('passed') }
    expect(await recordChecks(db, lease, [outcome])).toEqual({ recorded: 1, lost: [] })
  })

  test('the same batch again, as after an answer that was lost, counts once', async () => {
    const ids = [await addWatched(db, ada, { typeId }), await addWatched(db, ada, { typeId })]
    await letBeDue(db, ids)
    const { lease } = await claimChecks(db)
    const batch = ids.map((id) => ({ integration_id: id, report: foundOf('passed') }))
    expect(await recordChecks(db, lease, [...batch, ...batch])).toEqual({ recorded: 2, lost: [] })
    expect((await recordChecks(db, lease, batch)).lost.sort()).toEqual([...ids].sort())
    for (const id of ids) expect(await metricCount(db, id)).toBe(2)
  })

  test.for([
    ['disconnected', `status = 'disconnected'`],
    ['changed', `config = config || '{"api_version": "2"}'`],
    ['not watched any more', 'is_watched = false'],
  ] as const)('what is %s meanwhile keeps its state: the result is lost', async ([, set]) => {
    const id = await addWatched(db, ada, { typeId })
    await letBeDue(db, [id])
    const { lease } = await claimChecks(db)
    await request(db, person(ada), `update public.user_integrations set ${set} where id = $1`, [id])
    const before = await stateOf(db, id)
    const outcome = { integration_id: id, report: foundOf('connection_refused') }
    expect(await recordChecks(db, lease, [outcome])).toEqual({ recorded: 0, lost: [id] })
    expect(await stateOf(db, id)).toEqual(before)
  })

  test.for([
    ['while it runs', false],
    ['after it', true],
  ] as const)('a person’s test goes first: a check that comes %s is late', async ([, ended]) => {
    const id = await addWatched(db, ada, { typeId })
    await letBeDue(db, [id])
    const { lease } = await claimChecks(db)
    const run = await startedRun(db, ada, id)
    const finish = () => finishTest(db, id, run, report(id, run, 'passed'))
    if (ended) await finish()
    const outcome = { integration_id: id, report: foundOf('connection_refused') }
    expect(await recordChecks(db, lease, [outcome])).toEqual({ recorded: 0, lost: [id] })
    if (!ended) expect(await finish()).toBe(true)
    expect(await stateOf(db, id)).toMatchObject({ status: 'connected', consecutive_failures: 0 })
    expect(await metricCount(db, id)).toBe(2)
    expect((await scheduleOf(db, id))?.lease).toBeNull()
  })

  test('what was not begun is given back, and is due as it was', async () => {
    const id = await addWatched(db, ada, { typeId })
    await letBeDue(db, [id])
    const { due_at } = (await scheduleOf(db, id)) ?? expect.fail('It is watched')
    const { lease } = await claimChecks(db)
    expect(await call(db, `public.release_checks('${randomUUID()}', '{${id}}')`)).toBe(0)
    expect(await call(db, `public.release_checks('${lease}', '{${id}}')`)).toBe(1)
    expect(await scheduleOf(db, id)).toMatchObject({ due_at, claimable_at: due_at, lease: null })
    expect(idsOf(await claimChecks(db))).toEqual([id])
  })

  test('one person’s thousands that hang keep nobody waiting, and no slot empty', async () => {
    const mallory = await signUp(db)
    await overdue(mallory, 3_000, 600)
    const adas = await overdue(ada, 20, 1)
    const bobs = await overdue(await signUp(db), 20, 1)
    const claim = await claimChecks(db, { limit: 50, perUser: 20 })
    // Mallory's are the oldest, and hold the twenty places of one person; all that is left is others'.
    const owners = claim.checks.map(({ integration }) => integration.user_id)
    expect(owners.filter((owner) => owner === mallory)).toHaveLength(20)
    expect(claim.checks).toHaveLength(50)
    const rest = await claimChecks(db, { limit: 50, perUser: 20 })
    expect([...idsOf(claim), ...idsOf(rest)]).toEqual(expect.arrayContaining([...adas, ...bobs]))
    // And not one more of Mallory's, whoever asks, while those twenty are under way.
    expect(rest.checks.map(({ integration }) => integration.user_id)).not.toContain(mallory)
    expect((await claimChecks(db, { limit: 50, perUser: 20 })).checks).toEqual([])
  })

  test('no server is asked by more at once than it may be, whoever’s integrations they are', async () => {
    const slow = 'slow.acme.test:443'
    await overdue(ada, 100, 600, slow)
    await overdue(await signUp(db), 100, 600, slow)
    const other = await overdue(await signUp(db), 5, 1)
    const first = await claimChecks(db, { limit: 50, perHost: 4 })
    expect(first.checks.filter(({ host }) => host === slow)).toHaveLength(4)
    expect(idsOf(first)).toEqual(expect.arrayContaining(other))
    expect((await claimChecks(db, { limit: 50, perHost: 4 })).checks).toEqual([])
    const done = first.checks.filter(({ host }) => host === slow).slice(0, 3)
    const outcomes = done.map(({ integration: { id } }) => ({
      integration_id: id,
      report: foundOf('passed'),
    }))
    await recordChecks(db, first.lease, outcomes)
    expect((await claimChecks(db, { limit: 50, perHost: 4 })).checks).toHaveLength(3)
  })

  test('a runner is each person’s own: commands are not counted as one server', async () => {
    await overdue(ada, 10, 10, 'runner')
    expect((await claimChecks(db, { perHost: 2 })).checks).toHaveLength(10)
  })

  test('tests, drafts and checks share one allowance; a check that finds it empty is put off', async () => {
    const config = { ...CONFIG, rate_limit: { requests: 3, per_seconds: 60 } }
    const id = await addWatched(db, ada, { typeId, config })
    expect((await beginDraftTest(db, ada, id, typeId)).outcome).toBe('started')
    await letBeDue(db, [id])
    const { lease, checks } = await claimChecks(db)
    expect(checks).toHaveLength(1)
    await recordChecks(db, lease, [{ integration_id: id, report: foundOf('passed') }])
    // All three are spent: each of them is back after twenty seconds.
    const refused = await beginTest(db, ada, id)
    expect(refused.outcome).toBe('rate_limited')
    expect(refused.retry_after_ms).toBeLessThanOrEqual(20_000)
    await letBeDue(db, [id])
    expect((await claimChecks(db)).checks).toEqual([])
    const schedule = await scheduleOf(db, id)
    expect(schedule?.lease).toBeNull()
    expect(schedule?.due_in).toBeGreaterThan(10)
    expect(schedule?.due_in).toBeLessThanOrEqual(20)

    const later = { now: new Date(Date.now() + 21_000) }
    expect((await claimChecks(db, later)).checks).toHaveLength(1)
    expect(await statusSteps(db, id)).toHaveLength(2)
  })

  test('a thousand that are out of allowance keep nobody behind them waiting', async () => {
    const limited = await overdue(ada, 60, 600)
    await query(
      db,
      `update public.user_integrations set config = config || '{"rate_limit": {"requests": 1, "per_seconds": 600}}'
       where id = any ($1::text[]::uuid[])`,
      [limited],
    )
    await query(db, `update private.rate_allowances set whole_at = now() + interval '600 s'`)
    const others = await overdue(await signUp(db), 5, 1)
    expect(idsOf(await claimChecks(db, { limit: 50 })).sort()).toEqual(others.sort())
  })

  test('one server’s integrations of two addresses are told apart by port', async () => {
    const ids = [
      await addWatched(db, ada, at('one.acme.test')),
      await addWatched(db, ada, at('one.acme.test:8443')),
    ]
    await letBeDue(db, ids)
    expect((await claimChecks(db, { perHost: 1 })).checks).toHaveLength(2)
  })
})
