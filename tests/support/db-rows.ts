import { randomUUID } from 'node:crypto'
import type { AuthMethod } from '@contract/auth'
import type { IntegrationConfig } from '@contract/config'
import type { TestReport } from '@contract/report'
import { STAGES } from '@contract/stage'
import type { TypeDefaults } from '@contract/type-defaults'
import { person, query, request, SERVICE, type TestDatabase } from './db.ts'

export const TYPE_DEFAULTS: TypeDefaults = {
  kind: 'rest',
  own_address: false,
  api_url: 'https://api.acme.test',
  headers: {},
  scopes: [],
  webhooks: false,
  auth: {},
  verification: { method: 'GET', path: '/v1/me', expected_status: 200, account: [] },
  own_request: false,
}

export const CONFIG: IntegrationConfig = {
  kind: 'rest',
  api_url: 'https://api.acme.test',
  scopes: [],
  headers: [],
  env: [],
}

/** Compact JWE by its form; nothing here opens it. */
export const SEALED = 'eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVydGV4dA.dGFn'

/** A signed-up person's id. */
export async function signUp(db: TestDatabase): Promise<string> {
  const id = randomUUID()
  await query(db, 'insert into auth.users (id, email) values ($1, $2)', [id, `${id}@example.test`])
  return id
}

/** A type of the catalogue, or with an owner that person's own. Answers its id. */
export async function addType(db: TestDatabase, ownerId: string | null = null): Promise<string> {
  const isOwn = ownerId !== null
  const id = `${isOwn ? 'own' : 'acme'}-${randomUUID()}`
  await request(
    db,
    SERVICE,
    `insert into public.integration_types
       (id, owner_id, name, type, category, description, docs_url, auth_methods, config_schema, defaults)
     values ($1, $2, 'Acme', $3::text::public.integration_kind, $4, 'An API to try things with.',
       'https://docs.acme.test', '{none,api_key}', '{}', $5::text::jsonb)`,
    [
      id,
      ownerId,
      isOwn ? 'custom' : 'vendor',
      isOwn ? 'Custom' : 'Payments',
      JSON.stringify(TYPE_DEFAULTS),
    ],
  )
  return id
}

export interface NewIntegration {
  name?: string
  typeId?: string
  config?: IntegrationConfig
  authMethod?: AuthMethod
}

/** An integration as its owner's browser creates it. Answers its id. */
export async function addIntegration(
  db: TestDatabase,
  ownerId: string,
  { name, typeId, config = CONFIG, authMethod = 'none' }: NewIntegration = {},
): Promise<string> {
  const id = randomUUID()
  await request(
    db,
    person(ownerId),
    `insert into public.user_integrations (id, type_id, name, auth_method, config)
     values ($1, $2, $3, $4::text::public.auth_method, $5::text::jsonb)`,
    [id, typeId ?? (await addType(db)), name ?? `Acme ${id}`, authMethod, JSON.stringify(config)],
  )
  return id
}

export async function addCredential(
  db: TestDatabase,
  ownerId: string,
  integrationId: string,
  slot = 'auth',
): Promise<void> {
  await request(
    db,
    person(ownerId),
    `insert into public.integration_credentials
       (user_integration_id, slot, encrypted, key_id, hint, audience)
     values ($1, $2, $3, 'key-1', 'c0de', '{https://api.acme.test}')`,
    [integrationId, slot, SEALED],
  )
}

export interface IntegrationState {
  status: string
  status_since: string
  name: string
  connected_at: string | null
  last_checked_at: string | null
  last_report: Omit<TestReport, 'facts'> | null
  last_facts: TestReport['facts']
  last_error: TestReport['failure']
  consecutive_failures: number
  consecutive_successes: number
  status_before_test: string | null
  test_run_id: string | null
  test_expires_at: string | null
  updated_at: string
}

/** The row as it is, whoever may see it; times to the microsecond. */
export async function stateOf(db: TestDatabase, id: string): Promise<IntegrationState> {
  const [row] = await query<{ state: IntegrationState }>(
    db,
    'select to_jsonb(mine) as state from public.user_integrations as mine where id = $1',
    [id],
  )
  if (row === undefined) throw new Error(`There is no integration ${id}.`)
  return row.state
}

export interface LogEntry {
  event_type: string
  level: string
  message: string
  metadata: { from?: string; to?: string; changed?: string[]; [fact: string]: unknown }
}

/** The log of an integration, oldest first. */
export async function logOf(
  db: TestDatabase,
  id: string,
  eventType: string | null = null,
): Promise<LogEntry[]> {
  return await query<LogEntry>(
    db,
    `select event_type::text, level::text, message, metadata from public.integration_logs
     where user_integration_id = $1 and ($2::text is null or event_type::text = $2) order by id`,
    [id, eventType],
  )
}

/** The changes of status that its log tells, oldest first. */
export async function statusSteps(db: TestDatabase, id: string): Promise<string[]> {
  const log = await logOf(db, id, 'status_changed')
  return log.map(({ metadata }) => `${metadata.from} → ${metadata.to}`)
}

export async function metricCount(db: TestDatabase, id: string): Promise<number> {
  const metrics = 'select from public.integration_health_metrics where user_integration_id = $1'
  return (await query(db, metrics, [id])).length
}

export interface BeginAnswer {
  outcome: 'started' | 'running' | 'rate_limited' | 'not_found'
  run_id?: string
  retry_after_ms?: number
  integration?: { id: string; auth_method: string; config: IntegrationConfig }
  type?: { name: string; auth_methods: AuthMethod[]; defaults: TypeDefaults }
  credentials?: { slot: string; encrypted: string; hint: string; audience: string[] }[]
}

export async function beginTest(
  db: TestDatabase,
  ownerId: string,
  integrationId: string,
  leaseMs = 20_000,
): Promise<BeginAnswer> {
  const { rows } = await request<{ answer: BeginAnswer }>(
    db,
    SERVICE,
    'select public.begin_test($1, $2, $3) as answer',
    [ownerId, integrationId, leaseMs],
  )
  if (rows[0] === undefined) throw new Error('begin_test always answers.')
  return rows[0].answer
}

export type BeginDraftAnswer = Pick<BeginAnswer, 'retry_after_ms' | 'type' | 'credentials'> & {
  outcome: 'started' | 'rate_limited' | 'unknown_type'
}

/** Of a type of its own unless given. */
export async function beginDraftTest(
  db: TestDatabase,
  ownerId: string,
  integrationId: string,
  typeId?: string,
): Promise<BeginDraftAnswer> {
  const { rows } = await request<{ answer: BeginDraftAnswer }>(
    db,
    SERVICE,
    'select public.begin_draft_test($1, $2, $3) as answer',
    [ownerId, typeId ?? (await addType(db)), integrationId],
  )
  if (rows[0] === undefined) throw new Error('begin_draft_test always answers.')
  return rows[0].answer
}

/** Begins a test and answers its run. */
export async function startedRun(
  db: TestDatabase,
  ownerId: string,
  integrationId: string,
  leaseMs = 20_000,
): Promise<string> {
  const { outcome, run_id } = await beginTest(db, ownerId, integrationId, leaseMs)
  if (outcome !== 'started' || run_id === undefined) throw new Error(`The test is ${outcome}.`)
  return run_id
}

/** True when the report was written. */
export async function finishTest(
  db: TestDatabase,
  integrationId: string,
  runId: string,
  testReport: unknown,
): Promise<boolean> {
  const { rows } = await request<{ written: boolean }>(
    db,
    SERVICE,
    `select public.finish_test($1, $2, 'test', $3::text::jsonb) as written`,
    [integrationId, runId, JSON.stringify(testReport)],
  )
  return rows[0]?.written === true
}

/** A whole test of an integration, from the lease to the report. */
export async function runTest(
  db: TestDatabase,
  ownerId: string,
  integrationId: string,
  outcome: TestReport['outcome'],
): Promise<void> {
  const run = await startedRun(db, ownerId, integrationId)
  const written = await finishTest(db, integrationId, run, report(integrationId, run, outcome))
  if (!written) throw new Error('The report was not written.')
}

export function report(
  integrationId: string,
  runId: string,
  outcome: TestReport['outcome'],
): TestReport {
  const passed = outcome === 'passed'
  return {
    id: runId,
    integration_id: integrationId,
    outcome,
    started_at: new Date().toISOString(),
    duration_ms: 42,
    stages: STAGES.map((stage) => ({
      stage,
      verdict: passed ? 'passed' : stage === 'configure' ? 'passed' : 'failed',
      ms: 8,
      evidence: [],
    })),
    failure: passed
      ? null
      : {
          stage: 'reach',
          code: 'connection_refused',
          http_status: null,
          message: 'Nothing listens there.',
          next_step: 'Start the server.',
        },
    facts: null,
  }
}
