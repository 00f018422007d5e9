import { type PostgresServer, startPostgres } from './db-postgres.ts'
import { addType, CONFIG, signUp } from './db-rows.ts'

export const MINUTE_MS = 60_000

/**
 * PostgreSQL 17 with connected integrations, each at a server of its own and with an interval of a
 * minute, due at any moment of the minute after `from`.
 */
export async function startWatching(
  count: number,
  people: number,
  from: number,
): Promise<{ db: PostgresServer; ids: string[] }> {
  const db = await startPostgres()
  const typeId = await addType(db)
  const owners = await Promise.all(Array.from({ length: people }, () => signUp(db)))
  const ids = await db.transaction(async (run) => {
    // The rows are as triggers leave them; to run those would take most of the time.
    await run('set local session_replication_role = replica')
    const { rows } = await run<{ id: string }>(
      `insert into public.user_integrations
         (user_id, type_id, name, auth_method, config, status, connected_at, check_interval_s)
       select person::uuid, $2, 'Acme ' || n, 'none', $3::text::jsonb, 'connected', now(), 60
       from unnest($1::text[]) as person, generate_series(1, $4::text::integer) as n returning id`,
      [owners, typeId, JSON.stringify(CONFIG), String(count / people)],
    )
    await run(
      `insert into public.check_schedules (user_integration_id, user_id, host, due_at, claimable_at)
       select id, user_id, id || ':443', due, due from public.user_integrations, lateral (
         select $1::text::timestamptz + make_interval(secs => 60 * random()) as due where id is not null) as spread`,
      [new Date(from).toISOString()],
    )
    return rows.map(({ id }) => id)
  })
  await db.sql`vacuum analyze`
  return { db, ids }
}

/** Numbers in [0, 1) that are the same each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** By lease, as batches are recorded. */
export function byLease<Item extends { lease: string }>(
  items: readonly Item[],
): [string, Item[]][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(item.lease, [...(groups.get(item.lease) ?? []), item])
  return [...groups]
}
