import { catalogue } from '../catalogue/catalogue.ts'
import { CAST, CAUSES, type Cause } from './demo-cast.ts'
import type { Check } from './demo-history.ts'
import {
  type DemoOptions,
  hostOf,
  type Integration,
  incidentsOf,
  integrationOf,
  logOf,
  rowOf,
  scheduleOf,
} from './demo-integration.ts'
import { failureOf } from './demo-report.ts'

export type Query = (text: string, params: readonly unknown[]) => Promise<{ rows: unknown[] }>
/** The embedded database, as its superuser. */
export interface DemoDatabase {
  transaction: <T>(work: (query: Query) => Promise<T>) => Promise<T>
}

/** Gives this account the demo's integrations in place of all that it had. No other is touched. */
export async function furnishDemo(db: DemoDatabase, options: DemoOptions): Promise<void> {
  const rawFrom = await db.transaction(async (query) => {
    await query('delete from public.user_integrations where user_id = $1', [options.userId])
    const { rows } = await query(
      `select extract(epoch from date_trunc('day', $1::text::timestamptz - make_interval(days => raw_days), 'UTC')) * 1000 as at
       from private.retention`,
      [new Date(options.now).toISOString()],
    )
    const [row] = rows
    return typeof row === 'object' && row !== null && 'at' in row ? Number(row.at) : 0
  })
  for (const part of options.cast ?? CAST) {
    const type = catalogue.find(({ id }) => id === part.type)
    if (type === undefined) throw new Error(`The catalogue has no ${part.type}`)
    const integration = await integrationOf(part, type, options)
    // Each for itself: a page that is open meanwhile waits for one, not for sixty.
    await db.transaction((query) => write(query, integration, rawFrom))
  }
}

async function write(query: Query, integration: Integration, rawFrom: number): Promise<void> {
  // What is written of the past is not to be changed to now, nor told in the log of today.
  await query('set local session_replication_role = replica', [])
  await insert(query, 'user_integrations', [rowOf(integration)])
  if (integration.part.is === 'untested') return
  const { id: user_integration_id, userId: user_id, credential } = integration
  const mine = { user_integration_id, user_id }
  if (credential !== null)
    await insert(query, 'integration_credentials', [{ ...mine, ...credential }])
  const schedule = scheduleOf(integration)
  if (schedule !== null) {
    const { rows } = await query('select private.host_of($1::text::jsonb) as host', [
      JSON.stringify(integration.config),
    ])
    await insert(query, 'check_schedules', [{ ...mine, ...schedule, ...Object(rows[0]) }])
  }
  await insert(
    query,
    'integration_incidents',
    incidentsOf(integration).map((each) => ({ ...mine, ...each })),
  )
  await query(ALERTS_OF_INCIDENTS, [user_integration_id])
  await query('set local session_replication_role = origin', [])

  await insert(
    query,
    'integration_logs',
    logOf(integration).map((each) => ({ ...mine, ...each })),
  )
  await writeChecks(query, integration, rawFrom)
}

/** As the trigger that is asleep would have raised them; of what is over its owner has read. */
const ALERTS_OF_INCIDENTS = `
  insert into public.alerts (user_id, user_integration_id, kind, incident_id, is_muted, created_at, read_at)
  select user_id, user_integration_id, told.kind, id, false, told.at,
    case when closed_at is not null then least(told.at + interval '20 minutes', now()) end
  from public.integration_incidents,
    lateral (values ('failing', opened_at), ('recovered', closed_at)) as told (kind, at)
  where user_integration_id = $1::text::uuid
    and (told.kind = 'failing' or ended_by = 'recovered')`

/** All are counted, by the database's own trigger; one by one only those stay that are still kept so. */
async function writeChecks(query: Query, integration: Integration, rawFrom: number): Promise<void> {
  await query(
    'create temporary table demo_checks (like public.integration_health_metrics) on commit drop',
    [],
  )
  await query('alter table demo_checks alter column id drop not null', [])
  await query(
    `create trigger demo_checks_roll_up after insert on demo_checks
     referencing new table as recorded for each statement execute function private.roll_up_checks()`,
    [],
  )
  await insertChecks(query, integration, integration.history.checks)
  await query('select private.count_days(now())', [])
  await query('set local session_replication_role = replica', [])
  await query(
    `insert into public.integration_health_metrics (${CHECK_COLUMNS})
     select ${CHECK_COLUMNS} from demo_checks where checked_at >= to_timestamp($1::text::numeric / 1000)`,
    [String(rawFrom)],
  )
}

const CHECK_COLUMNS =
  'user_integration_id, user_id, success, response_time_ms, stage, error_code, error_message, source, checked_at'

/** Columns by name, as the table has them. */
async function insert(query: Query, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
    .map((name) => `"${name}"`)
    .join(', ')
  await query(
    `insert into public.${table} (${columns})
     select ${columns} from jsonb_populate_recordset(null::public.${table}, $1::text::jsonb)`,
    [JSON.stringify(rows)],
  )
}

async function insertChecks(
  query: Query,
  { id, userId, type, config }: Integration,
  checks: readonly Check[],
): Promise<void> {
  if (checks.length === 0) return
  const causes = Object.keys(CAUSES) as Cause[]
  const failures = causes.map((cause) => failureOf(cause, type, hostOf(config)))
  const list = (values: readonly (number | null)[]) =>
    `{${values.map((value) => value ?? 'null').join(',')}}`
  await query(
    `insert into demo_checks (${CHECK_COLUMNS})
     select $1::text::uuid, $2::text::uuid, made.cause is null, made.ms, (told.failure ->> 'stage')::public.probe_stage,
       told.failure ->> 'code', told.failure ->> 'message', 'background', to_timestamp(made.at / 1000.0)
     from unnest($3::text::bigint[], $4::text::integer[], $5::text::integer[]) as made (at, ms, cause)
     left join jsonb_array_elements($6::text::jsonb) with ordinality as told (failure, place) on told.place = made.cause`,
    [
      id,
      userId,
      list(checks.map(({ at }) => Math.round(at))),
      list(checks.map(({ ms }) => ms)),
      list(checks.map(({ cause }) => (cause === null ? null : causes.indexOf(cause) + 1))),
      JSON.stringify(failures),
    ],
  )
}
