import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  describeOnEachDatabase,
  FOREIGN_KEY_VIOLATION,
  person,
  query,
  REFUSED,
  request,
  SERVICE,
  sqlState,
  type TestDatabase,
} from '../../support/db.ts'
import { addIntegration, addType, logOf, runTest, signUp } from '../../support/db-rows.ts'

const LOG = `insert into public.integration_logs (user_integration_id, event_type, message)
  values ($1, $2::text::public.log_event, 'Told by the browser.')`
const METRIC = `insert into public.integration_health_metrics
  (user_integration_id, success, error_code, source) values ($1, false, 'unavailable', 'client')`

describeOnEachDatabase('what is recorded, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let owner: string
  let id: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
    owner = await signUp(db)
    id = await addIntegration(db, owner, { typeId })
    await runTest(db, owner, id, 'passed')
  }, 60_000)
  afterAll(() => db.stop())

  describe.for([
    {
      table: 'integration_logs',
      time: 'created_at',
      columns: `event_type, message`,
      values: `'client_error', 'Broken.'`,
    },
    {
      table: 'integration_health_metrics',
      time: 'checked_at',
      columns: 'success, error_code, source',
      values: `false, 'unavailable', 'client'`,
    },
  ])('$table', ({ table, time, columns, values }) => {
    test.for([
      `delete from public.${table}`,
      `update public.${table} set ${time} = '2001-01-01'`,
      `truncate public.${table} cascade`,
    ])('history is not its owner’s to change: %s', async (statement) => {
      const look = `select to_jsonb(r) as row from public.${table} as r order by id`
      const before = await query(db, look)
      if (statement.startsWith('truncate') && (await mayTruncate(table))) return
      const changed = await request(db, person(owner), statement).then(
        ({ count }) => count,
        (error: unknown) => sqlState(Promise.reject(error)),
      )
      expect([0, REFUSED]).toContain(changed)
      expect(await query(db, look)).toEqual(before)
    })

    test.for([`'2001-01-01'`, `now() - interval '1 s'`, `now() + interval '1 month'`])(
      'the browser cannot say when something happened: %s',
      async (forged) => {
        const insert = `insert into public.${table} (user_integration_id, ${columns}, ${time}) values ($1, ${values}, ${forged})`
        expect(await sqlState(request(db, person(owner), insert, [id]))).toBe(REFUSED)
      },
    )

    test('nor take the place of another row', async () => {
      const forged = request(
        db,
        person(owner),
        `insert into public.${table} (id, user_integration_id, ${columns}) values (1, $1, ${values})`,
        [id],
      )
      expect(await sqlState(forged)).toBe('428C9')
    })

    test("nor write into somebody else's history, under any name", async () => {
      const stranger = await signUp(db)
      const insert = `insert into public.${table} (user_integration_id, user_id, ${columns}) values ($1, $2, ${values})`
      const asOneself = request(db, person(stranger), insert, [id, stranger])
      expect(await sqlState(asOneself)).toBe(FOREIGN_KEY_VIOLATION)
      expect(await sqlState(request(db, person(stranger), insert, [id, owner]))).toBe(REFUSED)
    })

    test('a function may record what happened at another time, in whatever month', async () => {
      const { rows } = await request<{ year: number }>(
        db,
        SERVICE,
        `insert into public.${table} (user_integration_id, user_id, ${columns}, ${time})
         values ($1, $2, ${values}, '2001-06-01') returning extract(year from ${time})::integer as year`,
        [id, owner],
      )
      expect(rows).toEqual([{ year: 2001 }])
    })
  })

  /** The embedded backend grants TRUNCATE to everybody; no request of the data API can ask for it. */
  async function mayTruncate(table: string): Promise<boolean> {
    const [row] = await query<{ may: boolean }>(
      db,
      `select has_table_privilege('anon', 'public.${table}', 'truncate') as may`,
    )
    return row?.may === true
  }

  test.for([
    'created',
    'status_changed',
    'config_changed',
    'credential_stored',
    'credential_removed',
  ])('only the database itself tells that: %s', async (event) => {
    expect(await sqlState(request(db, person(owner), LOG, [id, event]))).toBe(REFUSED)
  })

  test.for(['setup_finished', 'setup_interrupted', 'client_error'])(
    'the browser tells what only it can know: %s',
    async (event) => {
      await request(db, person(owner), LOG, [id, event])
      expect((await logOf(db, id, event)).at(-1)?.message).toBe('Told by the browser.')
    },
  )

  test('the browser says that Patchbay could not be reached, and cannot say that a test passed', async () => {
    await request(db, person(owner), METRIC, [id])
    for (const [from, to] of [
      [`'client'`, `'test'`],
      [`'client'`, `'background'`],
      [`false, 'unavailable'`, `true, null`],
    ] as const) {
      const forged = request(db, person(owner), METRIC.replace(from, to), [id])
      expect(await sqlState(forged)).toBe(REFUSED)
    }
  })

  test('recent checks are the caller’s own, the newest, and as many as asked for', async () => {
    const [first, second] = [
      await addIntegration(db, owner, { typeId }),
      await addIntegration(db, owner, { typeId }),
    ]
    const stranger = await signUp(db)
    const theirs = await addIntegration(db, stranger, { typeId })
    await query(
      db,
      `insert into public.integration_health_metrics
         (user_integration_id, user_id, response_time_ms, success, source, checked_at)
       select mine.id, mine.user_id, n, true, 'background', now() - make_interval(mins => n)
       from public.user_integrations as mine, generate_series(1, 120) as n
       where mine.id in ($1, $2, $3)`,
      [first, second, theirs],
    )
    const checksOf = async (who: string, most: number | null) => {
      const { rows } = await request<{ checks: Record<string, [number, string][]> }>(
        db,
        person(who),
        'select public.recent_checks($1) as checks',
        [most],
      )
      return rows[0]?.checks ?? {}
    }
    const three = [3, 2, 1].map((ms) => [ms, 'passed'])
    const mine = await checksOf(owner, 3)
    expect([mine[first], mine[second]]).toEqual([three, three])

    expect(Object.keys(await checksOf(stranger, 30))).toEqual([theirs])
    expect((await checksOf(stranger, 30))[theirs]).toHaveLength(30)
    expect((await checksOf(stranger, 10_000))[theirs]).toHaveLength(100)
    expect((await checksOf(stranger, 0))[theirs]).toHaveLength(1)
    expect(await checksOf(await signUp(db), 30)).toEqual({})
  })
})
