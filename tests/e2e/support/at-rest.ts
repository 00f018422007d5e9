import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../../src/lib/database.types.ts'
import type { RunningStack } from './story.ts'

/** Every table there is, and whose rows: a new one does not compile until it stands here. */
const OWNER_COLUMN: Record<keyof Database['public']['Tables'], 'user_id' | null> = {
  integration_types: null,
  user_integrations: 'user_id',
  integration_credentials: 'user_id',
  integration_grants: 'user_id',
  integration_logs: 'user_id',
  integration_health_metrics: 'user_id',
  integration_health_hourly: 'user_id',
  integration_health_daily: 'user_id',
  integration_day_counts: 'user_id',
  integration_incidents: 'user_id',
  check_schedules: 'user_id',
  runners: 'user_id',
}

/** All that the database holds of a person, past row level security: a text for each table. */
export async function tablesOf(
  { url, secretKey }: RunningStack,
  userId: string,
): Promise<Map<string, string>> {
  const tables = Object.entries(OWNER_COLUMN).map(async ([table, column]) => {
    const query = column === null ? '' : `?${column}=eq.${userId}`
    const answer = await fetch(`${url}/rest/v1/${table}${query}`, {
      headers: { apikey: secretKey },
    })
    if (!answer.ok) throw new Error(`${table} answered ${answer.status}: ${await answer.text()}`)
    return [table, await answer.text()] as const
  })
  return new Map(await Promise.all(tables))
}

/** The raw bytes of every file of the stack: data folder, write-ahead log, output. */
export function* filesOf({ home }: RunningStack): Generator<{ path: string; bytes: Buffer }> {
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    yield { path, bytes: readFileSync(path) }
  }
}
