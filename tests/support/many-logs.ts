import { randomUUID } from 'node:crypto'
import type { PostgresServer } from './db-postgres.ts'
import { addType, CONFIG, signUp } from './db-rows.ts'

export const OWN_ENTRIES = 4_600_000
const OTHERS = 4
const OTHERS_ENTRIES = 100_000
const INTEGRATIONS = 60

/** What the entries say, by how many of them do. */
export const WORDS = { rare: 'zanzibar', medium: 'quota', common: 'connected' }

export interface ManyLogs {
  owner: string
  integrations: string[]
}

/**
 * Five million entries over 90 days, most of them one person's, of 60 integrations each. Indexes are
 * made afterwards, and triggers do not run: to count is most of what they do, and is done once.
 */
export async function storeManyLogs(db: PostgresServer): Promise<ManyLogs> {
  const typeId = await addType(db)
  const owner = await signUp(db)
  const people = [owner]
  for (let nth = 0; nth < OTHERS; nth++) people.push(await signUp(db))
  const integrations = Array.from({ length: INTEGRATIONS }, () => randomUUID()).sort()
  await db.sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    for (const person of people) {
      await sql`
        insert into public.user_integrations (id, user_id, type_id, name, auth_method, config)
        select case when ${person} = ${owner} then id::uuid else gen_random_uuid() end, ${person}, ${typeId},
          'Acme ' || id, 'none', ${JSON.stringify(CONFIG)}::text::jsonb
        from unnest(${integrations}::text[]) as id`
    }
  })
  const indexes = await db.sql<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where indrelid = 'public.integration_logs'::regclass and not indisprimary`
  for (const { name } of indexes) await db.sql.unsafe(`drop index ${name}`)

  const half = OWN_ENTRIES / 2
  await Promise.all([
    storeEntries(db, owner, OWN_ENTRIES, 0, half),
    storeEntries(db, owner, OWN_ENTRIES, half, OWN_ENTRIES),
  ])
  for (const person of people.slice(1)) {
    await storeEntries(db, person, OTHERS_ENTRIES, 0, OTHERS_ENTRIES)
  }
  await db.sql`set maintenance_work_mem = '256MB'`
  for (const { definition } of indexes) {
    await db.sql.unsafe(definition.replace(' ON ONLY ', ' ON '))
  }
  await db.sql`
    insert into public.integration_log_days (user_integration_id, user_id, day, event_type, debug, info, warn, error)
    select user_integration_id, user_id, (created_at at time zone 'UTC')::date as day, event_type,
      count(*) filter (where level = 'debug'), count(*) filter (where level = 'info'),
      count(*) filter (where level = 'warn'), count(*) filter (where level = 'error')
    from public.integration_logs group by 1, 2, 3, 4`
  await db.sql`vacuum analyze public.integration_logs, public.integration_log_days, public.user_integrations`
  return { owner, integrations }
}

/** The `from`th to the `until`th of `total`, newest first. */
async function storeEntries(
  db: PostgresServer,
  person: string,
  total: number,
  from: number,
  until: number,
): Promise<void> {
  await db.sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`
      insert into public.integration_logs (user_integration_id, user_id, event_type, level, message, metadata, created_at)
      select mine.id, ${person},
        (case when n % 100 = 0 then 'check_failed' when n % 1000 = 7 then 'config_changed'
          when n % 50000 = 11 then 'credential_stored' else 'status_changed' end)::public.log_event,
        (case when n % 100 = 0 then 'error' when n % 200 = 3 then 'warn' when n % 2 = 1 then 'debug' else 'info' end)::public.log_level,
        case when n % 250000 = 13 then 'The answer named ' || ${WORDS.rare} || '.'
          when n % 100 = 0 then 'Failed at reach: api.acme.test did not answer within ' || n % 60 || ' s, ' || ${WORDS.medium} || ' exceeded.'
          when n % 2 = 1 then 'Test started.'
          else 'Connected in ' || n % 500 || ' ms.' end,
        (case when n % 100 = 0 then '{"code":"connect_timeout","stage":"reach","from":"connected","to":"error"}'
          else '{"from":"testing","to":"connected","duration_ms":84}' end)::jsonb,
        now() - n * (interval '89 days' / ${total}::integer)
      from generate_series(${from}::integer, ${until - 1}::integer) as n
      join (
        select id, row_number() over (order by id) - 1 as nth from public.user_integrations where user_id = ${person}
      ) as mine on mine.nth = n % ${INTEGRATIONS}::integer`
  })
}
