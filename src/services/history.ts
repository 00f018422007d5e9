/** How one integration has been, and how it is watched. Loaded with its page. */
import {
  type HealthRange,
  IncidentRow,
  IntegrationHealth,
  type WatchSettings,
} from '@contract/health'
import type { PostgrestClient } from '@supabase/postgrest-js'
import * as z from 'zod/mini'
import type { Database } from '@/lib/database.types'
import { AppError } from '@/lib/errors'
import { parse, read } from './answers'

type Db = PostgrestClient<Database>

/** What a person sets of an integration beside its connection. */
export type IntegrationSettings = WatchSettings & { name: string }

/** @throws AppError `not_found` when it is gone or somebody else's */
export async function readHealth(
  db: Db,
  id: string,
  range: HealthRange,
): Promise<IntegrationHealth> {
  const answer = await read(db.rpc('integration_health', { p_integration_id: id, p_range: range }))
  const health = parse(z.nullable(IntegrationHealth), answer)
  if (health) return health
  throw gone()
}

/** The newest `limit`, of those that began before `before` (ISO 8601) where it is given. */
export async function readIncidents(
  db: Db,
  id: string,
  limit: number,
  before: string | null,
): Promise<IncidentRow[]> {
  const all = db
    .from('integration_incidents')
    .select('id,opened_at,closed_at,ended_by,stage,code,message')
    .eq('user_integration_id', id)
  const rows = await read(
    // No two of one integration begin at once: each has ended before the next.
    (before === null ? all : all.lt('opened_at', before))
      .order('opened_at', { ascending: false })
      .limit(limit),
  )
  return parse(z.array(IncidentRow), rows)
}

/**
 * Stores what differs from `from`, if what is stored still is `from`.
 *
 * @throws AppError `conflict` when it was changed elsewhere, `not_found` when it is gone,
 * `name_taken`
 */
export async function storeSettings(
  db: Db,
  id: string,
  change: Partial<IntegrationSettings>,
  from: Partial<IntegrationSettings>,
): Promise<void> {
  const rows = await read(
    db.from('user_integrations').update(change).eq('id', id).match(from).select('id'),
  )
  if (rows.length > 0) return
  const left = await read(db.from('user_integrations').select('id').eq('id', id))
  if (left.length === 0) throw gone()
  throw new AppError('conflict', 'These settings were changed elsewhere in the meantime.')
}

function gone(): AppError {
  return new AppError('not_found', 'This integration was deleted in the meantime.')
}
