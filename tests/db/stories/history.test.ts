import { readdirSync } from 'node:fs'
import { ensureHistoryTable, recordVersion, removeVersionsGte } from '@supabase/lite'
import { applyPendingMigrations } from '@supabase/lite/cli'
import { createPgliteConnection } from '@supabase/lite/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  DATABASES,
  describeOnEachDatabase,
  person,
  query,
  type Run,
  request,
  type TestDatabase,
} from '../../support/db.ts'
import { embeddedApp } from '../../support/db-migrations.ts'
import { type PostgresServer, startPostgres } from '../../support/db-postgres.ts'
import { addIntegration, signUp } from '../../support/db-rows.ts'

const DAY = 86_400_000
const PARENTS = [
  'integration_health_metrics',
  'integration_logs',
  'integration_health_hourly',
  'integration_health_daily',
] as const
type Parent = (typeof PARENTS)[number]
/** What a run of keep_history() says that it did. */
interface Did {
  counted?: number
  table?: Parent
  made?: string[]
  placed?: number
  dropped?: string[]
  waiting?: string[]
}

const METRIC = `insert into public.integration_health_metrics
  (user_integration_id, user_id, response_time_ms, success, source, checked_at)
  select id, user_id, 50, true, 'background', $2::timestamptz from public.user_integrations where id = $1`

const daysFromNow = (days: number) => new Date(Date.now() + days * DAY)
const dayName = (parent: string, at: Date) =>
  `${parent}_${at.toISOString().slice(0, 10).replaceAll('-', '')}`

/** One run. */
async function keepHistory(run: Run, at: Date | null): Promise<Did> {
  const { rows } = await run<{ did: Did }>('select private.keep_history($1) as did', [at])
  if (rows[0] === undefined) throw new Error('keep_history always answers.')
  return rows[0].did
}

/** Run after run, until there is nothing left to do: what was done to each table. */
async function keptHistory(run: Run, at: Date | null = null) {
  const done = { made: [] as string[], dropped: [] as string[], placed: 0 }
  for (let runs = 0; runs < 60; runs++) {
    const { counted, table, made = [], dropped = [], placed = 0 } = await keepHistory(run, at)
    if (counted === undefined && table === undefined) return done
    done.made.push(...made)
    done.dropped.push(...dropped)
    done.placed += placed
  }
  throw new Error('There is always more to do.')
}

/** Where the rows of an integration lie. */
async function places(run: Run, parent: Parent, id: string): Promise<string[]> {
  const { rows } = await run<{ place: string }>(
    `select tableoid::regclass::text as place from public.${parent} where user_integration_id = $1 order by 1`,
    [id],
  )
  return rows.map(({ place }) => place.replace('private.', ''))
}

/** Tells the story in a transaction that is rolled back: time goes on in it, and nowhere else. */
async function inPassing(db: TestDatabase, story: (run: Run) => Promise<void>): Promise<void> {
  const undo = new Error('rolled back on purpose')
  const told = db.transaction(async (run) => {
    await story(run)
    throw undo
  })
  await expect(told).rejects.toBe(undo)
}

describeOnEachDatabase('how history is kept, on $name', ({ start }) => {
  let db: TestDatabase
  let owner: string
  let id: string

  beforeAll(async () => {
    db = await start()
    owner = await signUp(db)
    id = await addIntegration(db, owner)
  }, 60_000)
  afterAll(() => db.stop())

  test('there is a partition for all that is kept and for at least a week to come', async () => {
    for (const [parent, kept] of [
      ['integration_health_metrics', 14],
      ['integration_logs', 90],
    ] as const) {
      await inPassing(db, async (run) => {
        const time = parent === 'integration_logs' ? 'created_at' : 'checked_at'
        const values =
          parent === 'integration_logs'
            ? `'setup_finished', 'Done.'`
            : `false, 'unreachable', 'background'`
        const columns =
          parent === 'integration_logs' ? 'event_type, message' : 'success, error_code, source'
        await run(
          `insert into public.${parent} (user_integration_id, user_id, ${columns}, ${time})
           select $1, $2, ${values}, now() + make_interval(days => day) from generate_series(-${kept}, 7) as day`,
          [id, owner],
        )
        expect(await places(run, parent, id)).not.toContain(`${parent}_default`)
      })
    }
  })

  test('there is nothing to do twice', async () => {
    await inPassing(db, async (run) => {
      await keptHistory(run)
      expect(await keepHistory(run, null)).toEqual({})
    })
  })

  test('days come and go: checks are dropped whole after 14 days, what was counted of them stays', async () => {
    await inPassing(db, async (run) => {
      await run(METRIC, [id, daysFromNow(-13)])
      const did = await keptHistory(run, daysFromNow(3))
      expect(did.made.filter((name) => name.includes('metrics'))).toEqual(
        [9, 10, 11].map((n) => dayName('integration_health_metrics', daysFromNow(n - 1))),
      )
      expect(did.dropped).toContain(dayName('integration_health_metrics', daysFromNow(-13)))
      expect(await places(run, 'integration_health_metrics', id)).toEqual([])
      expect(await places(run, 'integration_health_hourly', id)).toHaveLength(1)
      expect(await places(run, 'integration_health_daily', id)).toHaveLength(1)
    })
  })

  test('what was counted goes when its own time is over, and a log entry with its week', async () => {
    await inPassing(db, async (run) => {
      await run(METRIC, [id, daysFromNow(0)])
      await keptHistory(run, daysFromNow(89))
      expect(await places(run, 'integration_health_hourly', id)).toHaveLength(1)
      expect((await places(run, 'integration_logs', id)).length).toBeGreaterThan(0)
      await keptHistory(run, daysFromNow(98))
      expect(await places(run, 'integration_health_hourly', id)).toEqual([])
      expect(await places(run, 'integration_logs', id)).toEqual([])
      expect(await places(run, 'integration_health_daily', id)).toHaveLength(1)
      await keptHistory(run, daysFromNow(730 + 92))
      expect(await places(run, 'integration_health_daily', id)).toEqual([])
    })
  })

  test('the operator decides how long', async () => {
    await inPassing(db, async (run) => {
      await run(METRIC, [id, daysFromNow(-3)])
      await run('update private.retention set raw_days = 2')
      await keptHistory(run)
      expect(await places(run, 'integration_health_metrics', id)).toEqual([])
      await run('update private.retention set raw_days = 30')
      await run(METRIC, [id, daysFromNow(-20)])
      expect((await keptHistory(run)).placed).toBe(1)
    })
  })

  test('rows of days for which no partition was made in time are filed when the job runs again', async () => {
    await inPassing(db, async (run) => {
      const missed = daysFromNow(30)
      await run(METRIC, [id, missed])
      await run(
        `insert into public.integration_logs (user_integration_id, user_id, event_type, message, created_at)
         values ($1, $2, 'setup_finished', 'While nobody looked.', $3)`,
        [id, owner, missed],
      )
      expect(await places(run, 'integration_health_metrics', id)).toEqual([
        'integration_health_metrics_default',
      ])
      const rows = `select to_jsonb(m) - 'tableoid' as row from public.integration_health_metrics as m where user_integration_id = $1`
      const before = (await run(rows, [id])).rows
      // The check, its log entry, and its hour, which had no partition either.
      expect((await keptHistory(run, daysFromNow(30))).placed).toBeGreaterThanOrEqual(3)
      expect(await places(run, 'integration_logs', id)).not.toContain('integration_logs_default')
      expect(await places(run, 'integration_health_metrics', id)).toEqual([
        dayName('integration_health_metrics', missed),
      ])
      expect((await run(rows, [id])).rows).toEqual(before)
      const counted =
        'select checks from public.integration_health_hourly where user_integration_id = $1'
      expect((await run(counted, [id])).rows).toEqual([{ checks: 1 }])
    })
  })

  test('what comes later than is kept goes with the next run, and what has yet to come waits', async () => {
    await inPassing(db, async (run) => {
      await run(METRIC, [id, daysFromNow(-400)])
      await run(METRIC, [id, daysFromNow(400)])
      await keptHistory(run)
      expect(await places(run, 'integration_health_metrics', id)).toEqual([
        'integration_health_metrics_default',
      ])
      const left =
        'select from public.integration_health_metrics where user_integration_id = $1 and checked_at > now()'
      expect((await run(left, [id])).count).toBe(1)
      expect(await keepHistory(run, null)).toEqual({})
    })
  })

  test('a partition made later is behind the same wall as its parent', async () => {
    await inPassing(db, async (run) => {
      await run(METRIC, [id, daysFromNow(20)])
      await keptHistory(run, daysFromNow(20))
      await run('grant all on all tables in schema private to authenticated')
      await run(
        `select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)`,
        [JSON.stringify({ role: 'authenticated', sub: owner }), owner],
      )
      await run('set local role authenticated')
      const child = dayName('integration_health_metrics', daysFromNow(20))
      expect((await run(`select from private.${child}`)).count).toBe(0)
      expect((await run('select from public.integration_health_metrics')).count).toBe(1)
    })
  })

  test('nobody but the schedule keeps house, and nobody reads how long history is kept', async () => {
    for (const statement of ['select private.keep_history()', 'select public.keep_history()']) {
      await expect(request(db, person(owner), statement)).rejects.toThrow(/permission denied/)
    }
    for (const table of ['retention', 'archives']) {
      const looked = await request(db, person(owner), `select from private.${table}`).then(
        ({ count }) => count,
        () => 0,
      )
      expect(looked).toBe(0)
    }
  })

  test.for([
    ['https://ada:secret@archive.test/patchbay', 'a name and password in it'],
    ['https://archive.test/patchbay/', 'a slash at its end'],
    ['ftp://archive.test/patchbay', 'another scheme'],
    ['https://archive.test/?token=1', 'a query'],
  ])('an archive cannot be at %s: %s', async ([url]) => {
    const setting = query(db, 'update private.retention set archive_url = $1', [url ?? ''])
    await expect(setting).rejects.toThrow(/retention_archive_url_form/)
  })
})

test('what was recorded before is still there after the migration, and is counted', async () => {
  const connection = await createPgliteConnection({})
  const app = embeddedApp(connection)
  const versions = readdirSync('supabase/migrations').sort()
  const later = versions.slice(versions.findIndex((name) => name.endsWith('_history.sql')))
  await ensureHistoryTable(connection)
  for (const name of later) {
    await recordVersion(connection, { version: name.slice(0, 14), name, statements: [] })
  }
  await applyPendingMigrations(app)
  const read = async (text: string) => (await connection.driver.query(text)).rows
  await connection.exec(`
    insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'ada@x.test');
    insert into public.integration_types (id, name, type, category, description, docs_url, auth_methods, config_schema, defaults)
    values ('acme', 'Acme', 'vendor', 'Payments', 'An API to try things with.', 'https://docs.acme.test', '{none}', '{}', '{"kind":"rest"}');
    insert into public.user_integrations (id, user_id, type_id, name, auth_method, config)
    values ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'acme', 'Acme', 'none', '{"kind":"rest"}');
    insert into public.integration_health_metrics (user_integration_id, user_id, response_time_ms, success, source, checked_at)
    select '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 100, true, 'test', now() - make_interval(days => n)
    from generate_series(0, 40) as n;`)
  const metrics = 'select * from public.integration_health_metrics order by checked_at'
  const logs = `select id, user_integration_id, user_id, event_type, level, message, metadata, created_at
    from public.integration_logs order by id`
  const before = [await read(metrics), await read(logs)]
  expect(before.map((rows) => rows.length)).toEqual([41, 1])

  await removeVersionsGte(connection, later[0]?.slice(0, 14) ?? '')
  await applyPendingMigrations(app)
  expect([await read(metrics), await read(logs)]).toEqual(before)
  await read(`select private.count_days(now() + interval '1 hour')`)
  expect(
    await read('select sum(checks)::integer as n from public.integration_health_daily'),
  ).toEqual([{ n: 41 }])
  const months = `select relname from pg_class where relname ~ '_\\d{4}_\\d{2}$|_before$'`
  expect(await read(months)).toEqual([])
  await connection.close()
}, 60_000)

describe.for(DATABASES.filter(({ name }) => name === 'PostgreSQL 17'))('at the same time', () => {
  let db: PostgresServer
  let id: string

  beforeAll(async () => {
    db = await startPostgres()
    id = await addIntegration(db, await signUp(db))
  }, 60_000)
  afterAll(() => db.stop())

  test('any number keep house at once, while checks come in: nothing is lost, and nobody fails', async () => {
    let written = 0
    let isOver = false
    const writer = async () => {
      while (!isOver) {
        await query(db, METRIC, [id, daysFromNow(20 + (written++ % 5))])
      }
    }
    const writing = writer()
    for (const day of [20, 22, 24, 26]) {
      await Promise.all(
        [0, 1].map(() => db.transaction((run) => keepHistory(run, daysFromNow(day)))),
      )
    }
    isOver = true
    await writing
    const [counted] = await query<{ n: number }>(
      db,
      'select count(*)::integer as n from public.integration_health_metrics where user_integration_id = $1',
      [id],
    )
    expect(counted?.n).toBe(written)
    await query(db, 'select private.count_days($1)', [daysFromNow(30)])
    const [rolled] = await query<{ n: number }>(
      db,
      'select sum(checks)::integer as n from public.integration_health_daily where user_integration_id = $1',
      [id],
    )
    expect(rolled?.n).toBe(written)
  })

  test('a check that comes just before the partition that it belongs into is filed there', async () => {
    await query(db, 'select private.count_days($1)', [daysFromNow(40)])
    let commit = () => {}
    let isWritten = () => {}
    const written = new Promise<void>((resolve) => {
      isWritten = resolve
    })
    const writing = db.transaction(async (run) => {
      await run(METRIC, [id, daysFromNow(40)])
      isWritten()
      await new Promise<void>((resolve) => {
        commit = resolve
      })
    })
    await written
    // The day's own table waits for nobody: no check writes there.
    const keep = async (): Promise<Did> => {
      const did = await db.transaction((run) => keepHistory(run, daysFromNow(40)))
      return did.table === 'integration_health_daily' ? await keep() : did
    }
    const keeping = keep()
    const blocked = `select from pg_stat_activity where wait_event_type = 'Lock'`
    await expect.poll(async () => (await query(db, blocked)).length, { interval: 20 }).toBe(1)
    commit()
    await writing
    expect(await keeping).toMatchObject({ made: expect.anything(), placed: 1 })
  })

  test('behind somebody who reads for long it gives up in two seconds, and does it at the next run', async () => {
    await db.transaction((run) => keptHistory(run, daysFromNow(45)))
    const later = daysFromNow(46)
    let release = () => {}
    let isReading = () => {}
    const started = new Promise<void>((resolve) => {
      isReading = resolve
    })
    const reading = db.transaction(async (run) => {
      await run('select from public.integration_health_metrics limit 1')
      isReading()
      await new Promise<void>((resolve) => {
        release = resolve
      })
    })
    await started
    let behind = await db.transaction((run) => keepHistory(run, later))
    while (behind.table !== undefined) {
      expect(behind.table).not.toBe('integration_health_metrics')
      behind = await db.transaction((run) => keepHistory(run, later))
    }
    expect(behind).toEqual({ waiting: ['integration_health_metrics'] })
    release()
    await reading
    const after = await db.transaction((run) => keepHistory(run, later))
    expect(after).toMatchObject({ table: 'integration_health_metrics' })
  })
})
