import type { FailureCode } from '@contract/errors'
import type { TestReport } from '@contract/report'
import { query, request, SERVICE, type TestDatabase } from './db.ts'
import { addIntegration, type NewIntegration, report, runTest } from './db-rows.ts'

export type CheckReport = Omit<TestReport, 'id' | 'integration_id'>

export interface ClaimedCheck {
  integration: { id: string; user_id: string; auth_method: string; config: unknown }
  type: { name: string; auth_methods: string[]; defaults: unknown }
  credentials: { slot: string; encrypted: string }[]
  due_at: string
  host: string
}
export interface Claim {
  lease: string
  checks: ClaimedCheck[]
}
export interface ClaimBounds {
  limit?: number
  perUser?: number
  perHost?: number
  leaseMs?: number
  now?: Date | null
}

export async function claimChecks(
  db: TestDatabase,
  { limit = 50, perUser = 50, perHost = 50, leaseMs = 45_000, now = null }: ClaimBounds = {},
): Promise<Claim> {
  const { rows } = await request<{ claim: Claim }>(
    db,
    SERVICE,
    'select public.claim_checks($1, $2, $3, $4, $5::text::timestamptz) as claim',
    [limit, perUser, perHost, leaseMs, now?.toISOString() ?? null],
  )
  if (rows[0] === undefined) throw new Error('claim_checks always answers.')
  return rows[0].claim
}

export const idsOf = ({ checks }: Claim): string[] =>
  checks.map(({ integration }) => integration.id)

export interface Outcome {
  integration_id: string
  report: CheckReport
}

/** The parameter of record_checks: facts lie apart from their report. */
export function asStored(lease: string, outcomes: readonly Outcome[]): string {
  return JSON.stringify(
    outcomes.map(({ integration_id, report: { facts, ...told } }) => ({
      integration_id,
      report: { ...told, id: lease, integration_id },
      facts,
    })),
  )
}

export async function recordChecks(
  db: TestDatabase,
  lease: string,
  outcomes: readonly Outcome[],
  now: Date | null = null,
): Promise<{ recorded: number; lost: string[] }> {
  const { rows } = await request<{ answer: { recorded: number; lost: string[] } }>(
    db,
    SERVICE,
    'select public.record_checks($1, $2::text::jsonb, $3::text::timestamptz) as answer',
    [lease, asStored(lease, outcomes), now?.toISOString() ?? null],
  )
  if (rows[0] === undefined) throw new Error('record_checks always answers.')
  return rows[0].answer
}

/** What a probe found: `passed`, or the code that it failed with. */
export type Finding = 'passed' | FailureCode

export function foundOf(finding: Finding, facts: TestReport['facts'] = null): CheckReport {
  const {
    id: _,
    integration_id: __,
    ...told
  } = report('', '', finding === 'passed' ? 'passed' : 'failed')
  if (told.failure === null || finding === 'passed') return { ...told, facts }
  return { ...told, failure: { ...told.failure, code: finding } }
}

/** An integration that a test has just connected, so that it is watched. */
export async function addWatched(
  db: TestDatabase,
  ownerId: string,
  given: NewIntegration = {},
): Promise<string> {
  const id = await addIntegration(db, ownerId, given)
  await runTest(db, ownerId, id, 'passed')
  return id
}

export interface Schedule {
  host: string
  due_at: string
  claimable_at: string
  lease: string | null
  failing_since: string | null
  is_second_look: boolean
  /** Seconds from now. */
  due_in: number
  claimable_in: number
}

/** Null: it has none. */
export async function scheduleOf(db: TestDatabase, id: string): Promise<Schedule | null> {
  const rows = await query<Schedule>(
    db,
    `select host, due_at::text, claimable_at::text, lease, failing_since::text, is_second_look,
       extract(epoch from due_at - clock_timestamp())::double precision as due_in,
       extract(epoch from claimable_at - clock_timestamp())::double precision as claimable_in
     from public.check_schedules where user_integration_id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/** As if their time had come. Locked in the order in which records of a batch lock them, or the two could wait for each other. */
export const letBeDue = (db: TestDatabase, ids: string[]) =>
  query(
    db,
    `with held as materialized (
       select user_integration_id as id from public.check_schedules
       where user_integration_id = any ($1::text[]::uuid[]) order by 1 for no key update
     )
     update public.check_schedules set due_at = clock_timestamp(), claimable_at = clock_timestamp()
     where user_integration_id in (select held.id from held)`,
    [ids],
  )

/** As if its worker had died so long ago that its lease has run out. */
export const letWorkerDie = (db: TestDatabase, ids: string[]) =>
  query(
    db,
    `update public.check_schedules set claimable_at = clock_timestamp()
     where user_integration_id = any ($1::text[]::uuid[]) and lease is not null`,
    [ids],
  )

/** One whole look at an integration, due or not. */
export async function look(
  db: TestDatabase,
  id: string,
  finding: Finding,
  facts: TestReport['facts'] = null,
): Promise<void> {
  await letBeDue(db, [id])
  const { lease, checks } = await claimChecks(db)
  if (!checks.some(({ integration }) => integration.id === id)) throw new Error('It is not due.')
  const { lost } = await recordChecks(db, lease, [
    { integration_id: id, report: foundOf(finding, facts) },
  ])
  if (lost.length > 0) throw new Error('Its lease is lost.')
}

/** A check that fails: both of its looks do. */
export async function failedCheck(
  db: TestDatabase,
  id: string,
  code: FailureCode = 'connection_refused',
): Promise<void> {
  await look(db, id, code)
  await look(db, id, code)
}

export interface MetricRow {
  success: boolean
  source: string
  error_code: string | null
  response_time_ms: number | null
}

/** Oldest first. */
export const metricsOf = (db: TestDatabase, id: string) =>
  query<MetricRow>(
    db,
    `select success, source::text, error_code, response_time_ms from public.integration_health_metrics
     where user_integration_id = $1 order by checked_at, id`,
    [id],
  )

export interface Incident {
  opened_at: string
  closed_at: string | null
  ended_by: string | null
  code: string
  message: string
}

/** Oldest first. */
export const incidentsOf = (db: TestDatabase, id: string) =>
  query<Incident>(
    db,
    `select opened_at::text, closed_at::text, ended_by, code, message from public.integration_incidents
     where user_integration_id = $1 order by opened_at`,
    [id],
  )
