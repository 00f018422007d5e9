import { person, type Run, request, SERVICE, type TestDatabase } from './db.ts'

export interface NewEntry {
  integration: string
  owner: string
  event?: string
  level?: string
  message: string
  metadata?: Record<string, unknown>
  /** ISO 8601. */
  at: string
}

/** Entries as functions and triggers write them, in one statement. */
export async function addEntries(db: TestDatabase, entries: readonly NewEntry[]): Promise<void> {
  await request(
    db,
    SERVICE,
    `insert into public.integration_logs (user_integration_id, user_id, event_type, level, message, metadata, created_at)
     select (e ->> 'integration')::uuid, (e ->> 'owner')::uuid, coalesce(e ->> 'event', 'status_changed')::public.log_event,
       coalesce(e ->> 'level', 'info')::public.log_level, e ->> 'message', coalesce(e -> 'metadata', '{}'), (e ->> 'at')::timestamptz
     from jsonb_array_elements($1::text::jsonb) as e`,
    [JSON.stringify(entries)],
  )
}

export interface LogEntryRow {
  id: number
  user_integration_id: string
  message: string
  created_at: string
}

/** Named arguments of `log_page` and `log_counts`, as the data API passes them. */
export type LogArguments = Partial<{
  p_text: string
  p_integrations: string[]
  p_events: string[]
  p_levels: string[]
  p_from: string
  p_to: string
  p_last_s: number
  p_before_at: string
  p_before_id: number
  p_after_at: string
  p_after_id: number
  p_limit: number
}>

const TYPES: Record<string, string> = {
  p_integrations: 'uuid[]',
  p_events: 'text[]',
  p_levels: 'text[]',
  p_from: 'timestamptz',
  p_to: 'timestamptz',
  p_last_s: 'integer',
  p_before_at: 'timestamptz',
  p_before_id: 'bigint',
  p_after_at: 'timestamptz',
  p_after_id: 'bigint',
  p_limit: 'integer',
}

/** `public.<name>(…)` with its arguments as parameters. */
export function logCall(name: string, given: LogArguments) {
  const keys = Object.entries(given)
  const list = keys.map(([key], nth) => `${key} => $${nth + 1}::text::${TYPES[key] ?? 'text'}`)
  const params = keys.map(([, value]) =>
    Array.isArray(value) ? `{${value.map((each) => JSON.stringify(each)).join()}}` : String(value),
  )
  return { text: `select public.${name}(${list.join(', ')}) as answer`, params }
}

export async function logPage(
  db: TestDatabase,
  who: string,
  given: LogArguments = {},
): Promise<LogEntryRow[]> {
  const { text, params } = logCall('log_page', given)
  const { rows } = await request<{ answer: { entries: LogEntryRow[] } }>(
    db,
    person(who),
    text,
    params,
  )
  return rows[0]?.answer.entries ?? []
}

export interface LogCountsAnswer {
  from: string
  to: string
  step_s: number
  counted_since: string | null
  bars: [number, number, number, number, number][]
}

export async function logCounts(
  db: TestDatabase,
  who: string,
  given: LogArguments = {},
): Promise<LogCountsAnswer> {
  const { text, params } = logCall('log_counts', given)
  const { rows } = await request<{ answer: LogCountsAnswer }>(db, person(who), text, params)
  if (rows[0] === undefined) throw new Error('log_counts always answers.')
  return rows[0].answer
}

export const totalOf = ({ bars }: LogCountsAnswer) =>
  bars.reduce((sum, [, debug, info, warn, error]) => sum + debug + info + warn + error, 0)

/** Removes what triggers wrote of the making of fixtures, with its counts. */
export async function forgetLog(run: Run, owner: string): Promise<void> {
  await run('delete from public.integration_logs where user_id = $1', [owner])
  await run('delete from public.integration_log_days where user_id = $1', [owner])
}
