/** Health at a glance. Loaded with the Health page: no other page needs its schema. */
import { HealthOverview } from '@contract/health'
import type { PostgrestClient } from '@supabase/postgrest-js'
import type { Database } from '@/lib/database.types'
import { parse, read } from './answers'

/** One request, however many integrations and days. @throws AppError */
export async function readHealthOverview(db: PostgrestClient<Database>): Promise<HealthOverview> {
  return parse(HealthOverview, await read(db.rpc('health_overview')))
}
