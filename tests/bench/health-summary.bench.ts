import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostgresServer, startPostgres } from '../support/db-postgres.ts'
import { addType, CONFIG, signUp } from '../support/db-rows.ts'
import { p95Of, timesOf } from '../support/timings.ts'

const LIMIT_MS = 25
const INTEGRATIONS = 500
const PEOPLE = 20

let db: PostgresServer
let people: string[]

/** Twenty people with 500 integrations each, and 90 days of a check every five minutes. */
beforeAll(async () => {
  db = await startPostgres()
  const typeId = await addType(db)
  people = await Promise.all(Array.from({ length: PEOPLE }, () => signUp(db)))
  await db.transaction(async (run) => {
    await run('set local session_replication_role = replica')
    await run(
      `insert into public.user_integrations (user_id, type_id, name, auth_method, config, status, last_checked_at)
       select person::uuid, $2, 'Acme ' || n, 'none', $3::text::jsonb, 'connected', now()
       from unnest($1::text[]) as person, generate_series(1, $4::integer) as n`,
      [people, typeId, JSON.stringify(CONFIG), String(INTEGRATIONS)],
    )
    await run(
      `insert into public.check_schedules (user_integration_id, user_id, host, due_at, claimable_at)
       select id, user_id, 'acme.test:443', now(), now() from public.user_integrations`,
    )
    // Day after day, as they come: the days of one integration lie far apart.
    await run(
      `insert into public.integration_health_daily (user_integration_id, user_id, day, checks, failures, max_ms, latencies)
       select id, user_id, (now() at time zone 'UTC')::date - n, 288, (random() * 1.02)::integer, 900,
         array_fill(12, array[24], array[25 + (random() * 8)::integer])
       from generate_series(89, 0, -1) as n, public.user_integrations`,
    )
    // The hour that goes on, and the one that ended since the last chores.
    await run(
      `insert into public.integration_health_hourly (user_integration_id, user_id, hour, checks, failures, max_ms, latencies)
       select id, user_id, date_trunc('hour', now(), 'UTC') - make_interval(hours => n), 12, (random() * 0.6)::integer, 700,
         array_fill(1, array[12], array[25 + (random() * 8)::integer])
       from generate_series(1, 0, -1) as n, public.user_integrations`,
    )
    await run(
      `insert into public.integration_day_counts (user_integration_id, user_id, checks, failures)
       select user_integration_id, user_id,
         array_fill(288, array[90], array[(now() at time zone 'UTC')::date - date '2000-01-01' - 89]),
         case when random() < 0.5 then '{}' else array_fill(1, array[1], array[(now() at time zone 'UTC')::date - date '2000-01-01' - 30]) end
       from public.integration_health_daily group by 1, 2`,
    )
  })
  await db.sql`vacuum analyze`
}, 180_000)
afterAll(() => db?.stop())

/** The same from the days themselves: a row for each integration and day. */
const FROM_DAYS = `
  select jsonb_agg(days) from (
    select kept.user_integration_id, jsonb_agg(jsonb_build_array(kept.checks, kept.failures) order by kept.day) as days
    from public.integration_health_daily as kept
    where kept.day > (now() at time zone 'UTC')::date - 90 group by 1
  ) as days`

it(`shows ${INTEGRATIONS} integrations × 90 days in ${LIMIT_MS} ms in the database`, async () => {
  const who = people[3] ?? ''
  const overview = p95Of(await timesOf(db, who, 'select public.health_overview()', 20))
  const baseline = p95Of(await timesOf(db, who, FROM_DAYS, 5))
  console.info(
    `health_overview(): p95 ${overview.toFixed(1)} ms; from a row for each day: ${baseline.toFixed(1)} ms, ${(baseline / overview).toFixed(1)} times as long`,
  )
  expect(overview).toBeLessThanOrEqual(LIMIT_MS)
}, 120_000)
