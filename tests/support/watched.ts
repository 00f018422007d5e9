import { randomUUID } from 'node:crypto'
import type { AuthMethod } from '../../supabase/functions/_shared/contract/auth.ts'
import type { IntegrationConfig } from '../../supabase/functions/_shared/contract/config.ts'
import { query, type TestDatabase } from './db.ts'
import { addType } from './db-rows.ts'

export interface Watched {
  configs: readonly IntegrationConfig[]
  authMethod?: AuthMethod
  typeId?: string
  /** Seconds between checks; a minute unless given. */
  intervalS?: number
}

/** A REST API at that address; its type asks for /v1/me. */
export function apiAt(api_url: string): IntegrationConfig {
  return { kind: 'rest', api_url, scopes: [], headers: [], env: [] }
}

/** Gives a person integrations that are connected and watched, each due now. Answers their ids. */
export async function addWatched(
  db: TestDatabase,
  ownerId: string,
  { configs, authMethod = 'none', typeId, intervalS = 60 }: Watched,
): Promise<string[]> {
  const rows = configs.map((config) => ({ id: randomUUID(), config }))
  const type = typeId ?? (await addType(db))
  await query(
    db,
    `insert into public.user_integrations (id, user_id, type_id, name, auth_method, config, check_interval_s)
     select (row ->> 'id')::uuid, $1::uuid, $2, 'Watched ' || (row ->> 'id'), $3::text::public.auth_method,
       row -> 'config', $4
     from jsonb_array_elements($5::text::jsonb) as row`,
    [ownerId, type, authMethod, intervalS, JSON.stringify(rows)],
  )
  const ids = rows.map(({ id }) => id)
  const become = (change: string) =>
    query(db, `update public.user_integrations set ${change} where id = any ($1::uuid[])`, [ids])
  await become(
    `status = 'testing', test_run_id = gen_random_uuid(), test_expires_at = now() + interval '1 minute'`,
  )
  await become(`status = 'connected', last_checked_at = now()`)
  await dueNow(db, ids)
  return ids
}

/** As if their time had come. */
export async function dueNow(db: TestDatabase, ids: readonly string[]): Promise<void> {
  await query(
    db,
    `update public.check_schedules set due_at = clock_timestamp(), claimable_at = clock_timestamp()
     where user_integration_id = any ($1::uuid[])`,
    [[...ids]],
  )
}

/** As if so much time had gone by since the leases were taken that none lives any more. */
export async function leasesRunOut(db: TestDatabase): Promise<void> {
  await query(
    db,
    `update public.check_schedules set claimable_at = clock_timestamp() where lease is not null`,
  )
}

export interface Standing {
  id: string
  status: string
  checks: number
  lease: string | null
  is_due: boolean
}

/** How each stands: its background checks so far, and who has it. */
export async function standingOf(db: TestDatabase, ids: readonly string[]): Promise<Standing[]> {
  return await query<Standing>(
    db,
    `select mine.id, mine.status, s.lease, s.due_at <= clock_timestamp() as is_due,
       (select count(*)::integer from public.integration_health_metrics as m
        where m.user_integration_id = mine.id and m.source = 'background') as checks
     from public.user_integrations as mine
     left join public.check_schedules as s on s.user_integration_id = mine.id
     where mine.id = any ($1::uuid[])`,
    [[...ids]],
  )
}
