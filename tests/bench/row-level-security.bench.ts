import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query } from '../support/db.ts'
import { type PostgresServer, startPostgres } from '../support/db-postgres.ts'
import { addType, CONFIG, signUp } from '../support/db-rows.ts'
import { comparedTimes } from '../support/timings.ts'

const LIMIT = 1.1
const PEOPLE = 10
const ROUNDS = 21

let db: PostgresServer
let owner: string
let integration: string

/** Ten people with 200 integrations each; of each 100 checks and 100 log entries, and 90 days. */
beforeAll(async () => {
  db = await startPostgres()
  const typeId = await addType(db)
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => signUp(db)))
  owner = people[3] ?? ''
  await db.transaction(async (run) => {
    await run('set local session_replication_role = replica')
    await run(
      `insert into public.user_integrations (user_id, type_id, name, auth_method, config, status)
       select person::uuid, $2, 'Acme ' || n, 'none', $3::text::jsonb, 'connected'
       from unnest($1::text[]) as person, generate_series(1, 200) as n`,
      [people, typeId, JSON.stringify(CONFIG)],
    )
    await run(
      `insert into public.integration_health_metrics
         (user_integration_id, user_id, response_time_ms, success, source, checked_at)
       select id, user_id, n, true, 'background', now() - make_interval(mins => n * 5)
       from generate_series(1, 100) as n, public.user_integrations`,
    )
    await run(
      `insert into public.integration_logs (user_integration_id, user_id, event_type, message, created_at)
       select id, user_id, 'status_changed', 'Connected in 120 ms.', now() - make_interval(hours => n)
       from generate_series(1, 100) as n, public.user_integrations`,
    )
    await run(
      `insert into public.integration_health_daily (user_integration_id, user_id, day, checks, failures, max_ms, latencies)
       select id, user_id, (now() at time zone 'UTC')::date - n, 288, 0, 900, array_fill(12, array[24], array[25])
       from generate_series(0, 1) as n, public.user_integrations`,
    )
    await run(
      `insert into public.integration_health_hourly (user_integration_id, user_id, hour, checks, failures, max_ms, latencies)
       select id, user_id, date_trunc('hour', now(), 'UTC'), 12, 0, 700, array_fill(1, array[12], array[25])
       from public.user_integrations`,
    )
    await run(
      `insert into public.integration_day_counts (user_integration_id, user_id, checks, failures)
       select id, user_id, array_fill(288, array[90], array[(now() at time zone 'UTC')::date - date '2000-01-01' - 89]), '{}'
       from public.user_integrations`,
    )
  })
  const [row] = await query<{ id: string }>(
    db,
    'select id from public.user_integrations where user_id = $1 limit 1',
    [owner],
  )
  integration = row?.id ?? ''
  await db.sql`vacuum analyze`
}, 120_000)
afterAll(() => db?.stop())

/** The body of health_overview() for one person by name, which is what its policies add to it. */
async function overviewWithoutPolicies(): Promise<string> {
  const [row] = await query<{ body: string }>(
    db,
    `select prosrc as body from pg_proc where proname = 'health_overview'`,
  )
  const named = (row?.body ?? '')
    .replace(
      'from public.user_integrations as mine',
      `from (select * from public.user_integrations where user_id = '${owner}') as mine`,
    )
    .replaceAll(
      /(public\.integration_day_counts|public\.check_schedules|public\.integration_incidents) as (\w+)/g,
      `(select * from $1 where user_id = '${owner}') as $2`,
    )
    .replace('where kept.day between', `where kept.user_id = '${owner}' and kept.day between`)
    .replace('where not kept.is_in_day', `where kept.user_id = '${owner}' and not kept.is_in_day`)
  await query(
    db,
    `create or replace function private.overview_without_policies() returns json
     language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $body$${named}$body$`,
  )
  return 'select private.overview_without_policies()'
}

interface Question {
  name: string
  asked: () => string
  /** The same for whom no policy binds. */
  bare: () => Promise<string>
}

const page = (table: string, time: string, where: string) =>
  `select * from public.${table} where ${where} order by ${time} desc, id desc limit 1000`

const QUESTIONS: Question[] = [
  {
    name: 'a page of the log',
    asked: () => page('integration_logs', 'created_at', 'created_at <= now()'),
    bare: async () =>
      page('integration_logs', 'created_at', `created_at <= now() and user_id = '${owner}'`),
  },
  {
    name: 'the checks of an integration',
    asked: () =>
      page('integration_health_metrics', 'checked_at', `user_integration_id = '${integration}'`),
    bare: async () =>
      page(
        'integration_health_metrics',
        'checked_at',
        `user_integration_id = '${integration}' and user_id = '${owner}'`,
      ),
  },
  {
    name: 'the overview',
    asked: () => 'select public.health_overview()',
    bare: overviewWithoutPolicies,
  },
]

describe.for(QUESTIONS)('$name', ({ name, asked, bare }) => {
  it(`costs at most ${Math.round((LIMIT - 1) * 100)}% more under row level security`, async () => {
    const without = await bare()
    const {
      asked: with_,
      bare: plain,
      ratio,
    } = await comparedTimes(db, owner, asked(), without, ROUNDS)
    console.info(
      `${name}: ${with_.toFixed(2)} ms, without policies ${plain.toFixed(2)} ms, ratio ${ratio.toFixed(3)}`,
    )
    expect(ratio).toBeLessThanOrEqual(LIMIT)
  }, 120_000)
})
