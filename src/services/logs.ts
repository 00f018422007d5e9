/** The log of all integrations, as one asks it. Loaded with the Logs page. */
import { LogCounts, LogEntry, LogPage } from '@contract/log-search'
import type { LogLevel } from '@contract/status'
import type { PostgrestClient } from '@supabase/postgrest-js'
import * as z from 'zod/mini'
import type { Database } from '@/lib/database.types'
import { AppError } from '@/lib/errors'
import { parse, read } from './answers'

type Db = PostgrestClient<Database>

/** Which entries. What is empty or null leaves nothing out. */
export interface LogQuery {
  text: string
  integrations: readonly string[]
  events: readonly string[]
  levels: readonly LogLevel[]
  /** The last seconds by the database's clock; null: by `from` and `to`. */
  last_s: number | null
  /** ISO 8601, inclusive. */
  from: string | null
  /** ISO 8601, exclusive. */
  to: string | null
}

/** An entry's place in the log. */
export type LogKey = Pick<LogEntry, 'created_at' | 'id'>

/** At most `limit` entries, newest first: before a place, after it, or the newest of all. */
export async function readLogPage(
  db: Db,
  query: LogQuery,
  place: { before: LogKey } | { after: LogKey } | null,
  limit: number,
  signal?: AbortSignal,
): Promise<LogPage> {
  const request = db.rpc('log_page', {
    ...argumentsOf(query),
    ...(place && 'before' in place
      ? { p_before_at: place.before.created_at, p_before_id: place.before.id }
      : {}),
    ...(place && 'after' in place
      ? { p_after_at: place.after.created_at, p_after_id: place.after.id }
      : {}),
    p_limit: limit,
  })
  return parse(LogPage, await read(signal ? request.abortSignal(signal) : request))
}

export async function readLogCounts(
  db: Db,
  query: LogQuery,
  signal?: AbortSignal,
): Promise<LogCounts> {
  const request = db.rpc('log_counts', argumentsOf(query))
  return parse(LogCounts, await read(signal ? request.abortSignal(signal) : request))
}

/** @throws AppError `not_found` when it is gone or somebody else's */
export async function readLogEntry(db: Db, { created_at, id }: LogKey): Promise<LogEntry> {
  const rows = await read(
    db
      .from('integration_logs')
      .select('id,user_integration_id,event_type,level,message,metadata,created_at')
      .eq('created_at', created_at)
      .eq('id', id),
  )
  const [entry] = parse(z.array(LogEntry), rows)
  if (entry) return entry
  throw new AppError(
    'not_found',
    'This entry is gone: its integration was deleted, or its time is over.',
  )
}

export interface LogCalls {
  page: (
    query: LogQuery,
    place: { before: LogKey } | { after: LogKey } | null,
    limit: number,
    signal?: AbortSignal,
  ) => Promise<LogPage>
  counts: (query: LogQuery, signal?: AbortSignal) => Promise<LogCounts>
  entry: (key: LogKey) => Promise<LogEntry>
}

export function logCalls(db: Db): LogCalls {
  return {
    page: (...given) => readLogPage(db, ...given),
    counts: (...given) => readLogCounts(db, ...given),
    entry: (key) => readLogEntry(db, key),
  }
}

function argumentsOf({ text, integrations, events, levels, last_s, from, to }: LogQuery) {
  return {
    // A text in PostgreSQL has no NUL, and would be refused for one.
    ...(text.trim() && { p_text: text.replaceAll('\0', ' ') }),
    ...(integrations.length > 0 && { p_integrations: [...integrations] }),
    ...(events.length > 0 && { p_events: [...events] }),
    ...(levels.length > 0 && { p_levels: [...levels] }),
    ...(last_s !== null && { p_last_s: last_s }),
    ...(from !== null && { p_from: from }),
    ...(to !== null && { p_to: to }),
  }
}
