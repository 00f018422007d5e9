import { afterAll, beforeAll, expect, test } from 'vitest'
import { person, query, request } from '../support/db.ts'
import { type PostgresServer, startPostgres } from '../support/db-postgres.ts'
import { addType, CONFIG, signUp } from '../support/db-rows.ts'

let db: PostgresServer
let owner: string

/** A person with 2,000 integrations and 100,000 checks, among ten others with as many integrations. */
beforeAll(async () => {
  db = await startPostgres()
  const typeId = await addType(db)
  owner = await signUp(db)
  const people = [owner, ...(await Promise.all(Array.from({ length: 10 }, () => signUp(db))))]
  await db.transaction(async (run) => {
    // The rows are as triggers leave them; to run those would take most of the test's time.
    await run('set local session_replication_role = replica')
    await run(
      `insert into public.user_integrations (user_id, type_id, name, auth_method, config)
       select person::uuid, $2, 'Acme ' || n, 'none', $3::text::jsonb
       from unnest($1::text[]) as person, generate_series(1, 2000) as n`,
      [people, typeId, JSON.stringify(CONFIG)],
    )
    // Today's, of all days that are kept, and of one before them, which the default partition holds:
    // an empty partition is read as a whole.
    await run(
      `insert into public.integration_health_metrics
         (user_integration_id, user_id, response_time_ms, success, source, checked_at)
       select mine.id, mine.user_id, n, true, 'background', now() - make_interval(hours => n * 8)
       from generate_series(0, 49) as n, public.user_integrations as mine where mine.user_id = $1`,
      [owner],
    )
  })
  await db.sql`vacuum analyze`
}, 90_000)
afterAll(() => db.stop())

async function planOf(statement: string): Promise<string> {
  const { rows } = await request<{ 'QUERY PLAN': string }>(
    db,
    person(owner),
    `explain (analyze, timing off, summary off) ${statement}`,
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

test('the grid finds its 2,000 rows among 22,000 by an index', async () => {
  const plan = await planOf('select * from public.user_integrations order by name limit 1000')
  expect(plan).toMatch(/Index Scan (using|on) user_integrations_/)
  expect(plan).not.toContain('Seq Scan')
})

test('recent checks come from indexes alone, and from no day that has none', async () => {
  const [body] = await query<{ text: string }>(
    db,
    `select replace(prosrc, 'per_integration', '30') as text from pg_proc where proname = 'recent_checks'`,
  )
  const plan = await planOf(body?.text ?? '')
  expect(plan).toContain('Index Only Scan using integration_health_metrics_')
  expect(plan).toContain('Heap Fetches: 0')
  const read = plan.split('\n').filter((node) => !node.includes('never executed'))
  expect(read.join('\n')).not.toContain('Seq Scan')
})
