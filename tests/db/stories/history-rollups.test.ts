import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UNMADE_CODES } from '../../../supabase/functions/_shared/contract/health.ts'
import { DATABASES, describeOnEachDatabase, query, type TestDatabase } from '../../support/db.ts'
import { type PostgresServer, startPostgres } from '../../support/db-postgres.ts'
import { addIntegration, addType, signUp } from '../../support/db-rows.ts'

/** What one check found: its time in ms, or why it has none that counts. */
type Found = number | 'failed' | 'client' | (typeof UNMADE_CODES)[number]
interface Check {
  of: number
  minutesAgo: number
  found: Found
}

const INTEGRATIONS = 3
const check: fc.Arbitrary<Check> = fc.record({
  of: fc.nat(INTEGRATIONS - 1),
  // Up to three weeks: the oldest have no partition of their own any more.
  minutesAgo: fc.oneof(fc.nat(90), fc.nat(30_000)),
  found: fc.oneof(
    { weight: 6, arbitrary: fc.oneof(fc.nat(300), fc.nat(150_000), fc.nat(2_147_483_647)) },
    fc.constantFrom<Found>('failed', 'client', ...UNMADE_CODES),
  ),
})
const batches = fc.array(fc.array(check, { minLength: 1, maxLength: 60 }), { maxLength: 6 })

const INSERT = `
  insert into public.integration_health_metrics
    (user_integration_id, user_id, response_time_ms, success, error_code, source, checked_at)
  select ids.id, ids.user_id, case when c.ms is not null or c.code = 'unreachable' then coalesce(c.ms, 10000) end,
    c.ms is not null, c.code, c.source::public.check_source, now() - make_interval(mins => c.minutes_ago)
  from jsonb_to_recordset($1::text::jsonb) as c (integration uuid, ms integer, code text, source text, minutes_ago integer)
  join public.user_integrations as ids on ids.id = c.integration`

function rows(batch: readonly Check[], ids: readonly string[]): string {
  return JSON.stringify(
    batch.map(({ of, minutesAgo, found }) => ({
      integration: ids[of],
      ms: typeof found === 'number' ? found : null,
      code: typeof found === 'number' ? null : CODES[found],
      source: found === 'client' ? 'client' : 'background',
      minutes_ago: minutesAgo,
    })),
  )
}
const CODES: Record<Exclude<Found, number>, string> = {
  failed: 'unreachable',
  client: 'unavailable',
  runner_offline: 'runner_offline',
  runner_lost: 'runner_lost',
}

/** What should have been counted, from the checks themselves. */
const TRUTH = (span: string) => `
  select user_integration_id, ${span} as span, count(*)::integer as checks,
    (count(*) filter (where not success))::integer as failures,
    max(response_time_ms) filter (where success) as max_ms,
    to_jsonb(percentile_disc(array[0.5, 0.95, 0.99]) within group (order by response_time_ms) filter (where success)) as passed
  from public.integration_health_metrics
  where user_integration_id = any ($1) and source <> 'client' and coalesce(error_code, '') <> all ($2)
  group by 1, 2 order by 1, 2`
const KEPT = (counts: string) => `
  select user_integration_id, span, sum(checks)::integer as checks, sum(failures)::integer as failures,
    max(max_ms) as max_ms,
    case when max(max_ms) is not null then to_jsonb(array(
      select private.latency_percentile(fraction, array_agg(row(latencies)::private.counts))
      from unnest(array[0.5, 0.95, 0.99]) as fraction
    )) end as passed
  from (${counts}) as kept where user_integration_id = any ($1) group by 1, 2 order by 1, 2`
const HOURS = `
  select *, to_char(hour at time zone 'UTC', 'YYYY-MM-DD HH24') as span from public.integration_health_hourly`
/** A day is what it has, and those of its hours that are not in it yet. */
const DAYS = `
  select user_integration_id, checks, failures, max_ms, latencies, to_char(day, 'YYYY-MM-DD') as span
  from public.integration_health_daily
  union all
  select user_integration_id, checks, failures, max_ms, latencies, to_char(hour at time zone 'UTC', 'YYYY-MM-DD')
  from public.integration_health_hourly where not is_in_day`

interface Counted {
  user_integration_id: string
  span: string
  checks: number
  failures: number
  max_ms: number | null
  passed: (number | null)[] | null
}

/** Counts are the same; each percentile is at most 5% from the true one. */
function expectSame(kept: Counted[], truth: Counted[]) {
  const exact = ({ passed: _, ...counts }: Counted) => counts
  expect(kept.map(exact)).toEqual(truth.map(exact))
  truth.forEach(({ passed }, row) => {
    expect(kept[row]?.passed === null).toBe(passed === null)
    passed?.forEach((true_ms, which) => {
      const told = kept[row]?.passed?.[which] ?? Number.NaN
      expect(Math.abs(told - (true_ms ?? 0))).toBeLessThanOrEqual(0.05 * (true_ms ?? 0))
    })
  })
}

const DAY = `to_char(checked_at at time zone 'UTC', 'YYYY-MM-DD')`
const HOUR = `to_char(checked_at at time zone 'UTC', 'YYYY-MM-DD HH24')`

async function expectCounted(db: TestDatabase, ids: string[]) {
  const truthOf = (span: string) => query<Counted>(db, TRUTH(span), [ids, [...UNMADE_CODES]])
  expectSame(await query<Counted>(db, KEPT(HOURS), [ids]), await truthOf(HOUR))
  expectSame(await query<Counted>(db, KEPT(DAYS), [ids]), await truthOf(DAY))
  const days = await query<{
    user_integration_id: string
    span: string
    checks: number
    failures: number
  }>(
    db,
    `select user_integration_id, to_char(date '2000-01-01' + place, 'YYYY-MM-DD') as span, checks[place] as checks,
       coalesce(failures[place], 0) as failures
     from public.integration_day_counts, generate_series(array_lower(checks, 1), array_upper(checks, 1)) as place
     where user_integration_id = any ($1) and checks[place] is not null order by 1, 2`,
    [ids],
  )
  const inDays = await query<Counted>(
    db,
    `select user_integration_id, to_char(day, 'YYYY-MM-DD') as span, checks, failures
     from public.integration_health_daily where user_integration_id = any ($1) order by 1, 2`,
    [ids],
  )
  expect(days).toEqual(inDays)
}

/** Every hour that is over is in its day. */
async function expectNoneLeftOut(db: TestDatabase, ids: string[]) {
  const left = await query(
    db,
    `select hour from public.integration_health_hourly
     where user_integration_id = any ($1) and not is_in_day and hour < date_trunc('hour', now(), 'UTC')`,
    [ids],
  )
  expect(left).toEqual([])
}

describeOnEachDatabase('what is counted of checks, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let owner: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
    owner = await signUp(db)
  }, 60_000)
  afterAll(() => db.stop())

  const several = () =>
    Promise.all(Array.from({ length: INTEGRATIONS }, () => addIntegration(db, owner, { typeId })))

  test('agrees with the checks themselves, in whatever batches and however late they come', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        const ids = await several()
        for (const [n, batch] of all.entries()) {
          await query(db, INSERT, [rows(batch, ids)])
          // In the midst of it hours go into their days; what comes later for them goes there too.
          if (n % 2 === 1) await query(db, 'select private.count_days(now())')
        }
        await expectCounted(db, ids)
        // Filing late rows where they belong counts nothing twice.
        for (let runs = 0; runs < 3; runs++) await query(db, 'select private.keep_history()')
        await expectNoneLeftOut(db, ids)
        const counted = await query(
          db,
          'select sum(checks) as n from public.integration_health_hourly where user_integration_id = any ($1)',
          [ids],
        )
        const told = all
          .flat()
          .filter(({ found }) => typeof found === 'number' || found === 'failed')
        expect(Number(counted[0] && Reflect.get(counted[0], 'n'))).toBe(told.length)
      }),
      { numRuns: 10 },
    )
  }, 60_000)

  test('goes with the integration, and with no other', async () => {
    const [kept = '', gone = ''] = await several()
    const batch: Check[] = [0, 1].map((of) => ({ of, minutesAgo: 65, found: 80 }))
    await query(db, INSERT, [rows(batch, [kept, gone])])
    await query(db, 'select private.count_days(now())')
    await query(db, 'delete from public.user_integrations where id = $1', [gone])
    for (const table of [
      'integration_health_hourly',
      'integration_health_daily',
      'integration_day_counts',
    ]) {
      const left = await query<{ user_integration_id: string }>(
        db,
        `select user_integration_id from public.${table} where user_integration_id in ($1, $2)`,
        [kept, gone],
      )
      expect(left).toEqual([{ user_integration_id: kept }])
    }
  })

  test('a check that fails to be recorded is not counted either', async () => {
    const [id = ''] = await several()
    const failing = db.transaction(async (run) => {
      await run(INSERT, [rows([{ of: 0, minutesAgo: 0, found: 20 }], [id])])
      throw new Error('the transaction dies')
    })
    await expect(failing).rejects.toThrow('dies')
    await expectCounted(db, [id])
  })

  test('days are counted for 90 days however long it goes on, and no further back than is shown', async () => {
    const [id = ''] = await several()
    await query(
      db,
      `insert into public.integration_day_counts (user_integration_id, user_id, checks, failures)
       select id, user_id, array_fill(7, array[120], array[today - 120]), '{}'
       from public.user_integrations, lateral (select (now() at time zone 'UTC')::date - date '2000-01-01' as today) as t where id = $1`,
      [id],
    )
    const batch: Check[] = [
      { of: 0, minutesAgo: 0, found: 20 },
      { of: 0, minutesAgo: 200 * 1440, found: 20 },
    ]
    await query(db, INSERT, [rows(batch, [id])])
    await query(db, `select private.count_days(now() + interval '1 hour')`)
    const [row] = await query<{ days: number; checks: number[]; span: number }>(
      db,
      `select array_upper(checks, 1) - ((now() at time zone 'UTC')::date - date '2000-01-01') as days,
         cardinality(checks) as span, (select array_agg(n) from unnest(checks) as n) as checks
       from public.integration_day_counts where user_integration_id = $1`,
      [id],
    )
    expect(row).toMatchObject({ days: 0, span: 90 })
    expect(row?.checks).toEqual([...Array(89).fill(7), 1])
  })
})

describe.for(DATABASES.filter(({ name }) => name === 'PostgreSQL 17'))('at the same time', () => {
  let db: PostgresServer

  beforeAll(async () => {
    db = await startPostgres()
  }, 60_000)
  afterAll(() => db.stop())

  test('four workers record checks of the same integrations: none waits for ever, all are counted', async () => {
    const owner = await signUp(db)
    const typeId = await addType(db)
    const ids = await Promise.all(
      Array.from({ length: 12 }, () => addIntegration(db, owner, { typeId })),
    )
    const worker = async (seed: number) => {
      for (let n = 0; n < 15; n++) {
        const batch = Array.from(
          { length: 50 },
          (_, i): Check => ({
            of: (i * (seed + 1) + n) % ids.length,
            minutesAgo: ((i + seed) % 5) * 60,
            found: i % 7 === 0 ? 'failed' : 20 + ((i * seed) % 400),
          }),
        )
        await query(db, INSERT, [rows(batch, ids)])
      }
    }
    let isOver = false
    const keeper = async () => {
      while (!isOver) await query(db, 'select private.count_days(now())')
    }
    const keeping = keeper()
    await Promise.all([0, 1, 2, 3].map(worker))
    isOver = true
    await keeping
    await query(db, 'select private.count_days(now())')
    await expectCounted(db, ids)
    await expectNoneLeftOut(db, ids)
  }, 60_000)
})
