/**
 * What is known of one integration. Loaded with the first form or drawer: the grid shows less, and
 * does not wait for these schemas.
 */
import {
  CredentialHintRow,
  DETAIL_COLUMNS,
  HealthMetricRow,
  IntegrationDetailRow,
  LogRow,
} from '@contract/detail-rows'
import { GrantRow } from '@contract/oauth'
import { withFacts } from '@contract/report'
import { RunnerRow } from '@contract/runner'
import type { PostgrestClient } from '@supabase/postgrest-js'
import * as z from 'zod/mini'
import type { Database } from '@/lib/database.types'
import { AppError } from '@/lib/errors'
import { parse, read } from './answers'

type Db = PostgrestClient<Database>

const StoredReports = z.looseObject({ last_report: z.unknown(), last_facts: z.unknown() })

/** @throws AppError `not_found` when it is gone or somebody else's */
export async function readIntegration(db: Db, id: string): Promise<IntegrationDetailRow> {
  const rows = await read(db.from('user_integrations').select(DETAIL_COLUMNS).eq('id', id))
  const stored = parse(z.array(StoredReports), rows)
  const [row] = parse(
    z.array(IntegrationDetailRow),
    stored.map(({ last_facts, ...told }) => ({
      ...told,
      last_report: withFacts(told.last_report, last_facts),
    })),
  )
  if (row) return row
  throw new AppError(
    'not_found',
    'This integration is gone: it was deleted, or it never was yours.',
  )
}

export async function readCredentialHints(db: Db, id: string): Promise<CredentialHintRow[]> {
  const rows = await read(
    db
      .from('integration_credentials')
      .select('slot,hint,audience,expires_at')
      .eq('user_integration_id', id)
      .order('slot'),
  )
  return parse(z.array(CredentialHintRow), rows)
}

/** The newest `limit`. */
export async function readHealthMetrics(
  db: Db,
  id: string,
  limit: number,
): Promise<HealthMetricRow[]> {
  const rows = await read(
    db
      .from('integration_health_metrics')
      .select('id,response_time_ms,success,stage,error_code,error_message,source,checked_at')
      .eq('user_integration_id', id)
      .order('checked_at', { ascending: false })
      .order('id', { ascending: false })
      .limit(limit),
  )
  return parse(z.array(HealthMetricRow), rows)
}

/** The newest `limit`. */
export async function readLogs(db: Db, id: string, limit: number): Promise<LogRow[]> {
  const rows = await read(
    db
      .from('integration_logs')
      .select('id,event_type,level,message,metadata,created_at')
      .eq('user_integration_id', id)
      .order('created_at', { ascending: false })
      .order('id', { ascending: false })
      .limit(limit),
  )
  return parse(z.array(LogRow), rows)
}

/** Null where no authorization server gave anything. */
export async function readGrant(db: Db, id: string): Promise<GrantRow | null> {
  const rows = await read(
    db
      .from('integration_grants')
      .select(
        'issuer,client_id,scopes,missing_scopes,expires_at,is_renewable,granted_at,revoked_at',
      )
      .eq('user_integration_id', id),
  )
  return parse(z.array(GrantRow), rows)[0] ?? null
}

/** The person's own, and those of the whole project; by name. */
export async function readRunners(db: Db): Promise<RunnerRow[]> {
  const rows = await read(
    db
      .from('runners')
      .select('id,user_id,name,platform,version,created_at,last_seen_at')
      .order('name'),
  )
  return parse(z.array(RunnerRow), rows)
}
