import { randomUUID } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import WebSocket from 'ws'
import type { IntegrationConfig } from '../../supabase/functions/_shared/contract/config.ts'
import type { Failure, TestReport } from '../../supabase/functions/_shared/contract/report.ts'
import { IntegrationType } from '../../supabase/functions/_shared/contract/type-defaults.ts'
import { aPassedReport, aRefusedReport } from './factories.ts'

type Furnished = {
  name: string
  type: string
  becomes: 'connected' | 'error' | 'configuring' | 'disconnected' | 'testing'
  /** Its usual time, ms. */
  ms?: number
  /** MCP: the tools it lists; else the account's name. */
  tools?: number
  account?: string
  address?: string
  failure?: Failure
}

const refused = (vendor: string): Failure => ({
  stage: 'authenticate',
  code: 'credential_refused',
  http_status: 401,
  message: `${vendor} answered 401: the key was refused.`,
  next_step: 'Create a new key and paste it below.',
})

/** What somebody may have who has used Patchbay for a while: each status, many brands. */
const CONNECTIONS: readonly Furnished[] = [
  { name: 'Acme Stripe', type: 'stripe', becomes: 'error', ms: 131, failure: refused('Stripe') },
  { name: 'Sentry EU', type: 'sentry', becomes: 'configuring' },
  { name: 'GitHub', type: 'github-mcp', becomes: 'connected', ms: 84, tools: 41 },
  { name: 'Figma library', type: 'figma', becomes: 'connected', ms: 148, account: 'Ada Lovelace' },
  { name: 'Cloudflare', type: 'cloudflare', becomes: 'testing', ms: 74, account: 'ada@acme.dev' },
  { name: 'Linear', type: 'linear-mcp', becomes: 'connected', ms: 62, tools: 23 },
  { name: 'Notion workspace', type: 'notion', becomes: 'connected', ms: 131, account: 'Acme docs' },
  { name: 'Hugging Face', type: 'hugging-face-mcp', becomes: 'connected', ms: 212, tools: 9 },
  { name: 'Neon', type: 'neon-mcp', becomes: 'connected', ms: 96, tools: 19 },
  { name: 'OpenAI', type: 'openai', becomes: 'connected', ms: 310 },
  { name: 'PagerDuty on-call', type: 'pagerduty', becomes: 'connected', ms: 118, account: 'Acme' },
  { name: 'PostHog', type: 'posthog-mcp', becomes: 'connected', ms: 171, tools: 27 },
  { name: 'Vercel', type: 'vercel', becomes: 'connected', ms: 57, account: 'acme-web' },
  { name: 'HubSpot', type: 'hubspot', becomes: 'disconnected', ms: 190, account: 'Acme' },
]

const CHECKS = 30
const CHECKS_APART_MIN = 5

/** The data API as the service: past row level security, as the functions write a test's outcome. */
export function asService({ url, secretKey }: { url: string; secretKey: string }): SupabaseClient {
  return createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  })
}

/** Gives a person connections with their checks and logs, so that pages have something to show. */
export async function furnish(service: SupabaseClient, userId: string): Promise<void> {
  const { data: rows } = await service.from('integration_types').select().throwOnError()
  const types = new Map(rows.map((row) => [row.id, IntegrationType.parse(row)]))
  for (const connection of CONNECTIONS) {
    const type = types.get(connection.type)
    if (!type) throw new Error(`The catalogue has no ${connection.type}`)
    await connect(service, userId, connection, type)
  }
  await checkTomorrow(service, userId)
}

/** Nobody answers at the addresses of furniture: what it shows is not to change while it is looked at. */
export async function checkTomorrow(service: SupabaseClient, userId: string): Promise<void> {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  await service
    .from('check_schedules')
    .update({ due_at: tomorrow, claimable_at: tomorrow })
    .eq('user_id', userId)
    .throwOnError()
}

async function connect(
  service: SupabaseClient,
  userId: string,
  connection: Furnished,
  type: IntegrationType,
): Promise<void> {
  const { name, becomes, failure = null } = connection
  const id = randomUUID()
  await service
    .from('user_integrations')
    .insert({
      id,
      user_id: userId,
      type_id: type.id,
      name,
      auth_method: type.auth_methods[0],
      config: configOf(type),
    })
    .throwOnError()
  if (becomes === 'configuring') return

  await service
    .from('integration_health_metrics')
    .insert(
      earlierChecks(connection).map((check) => ({
        ...check,
        user_integration_id: id,
        user_id: userId,
      })),
    )
    .throwOnError()
  const run = await beginTest(service, userId, id)
  await service
    .rpc('finish_test', {
      p_integration_id: id,
      p_run_id: run,
      p_source: 'test',
      p_report: reportOf(run, connection, type),
    })
    .throwOnError()
  const row = service.from('user_integrations')
  const checkedAt = ago(name.length % 4)
  const since = failure ? ago(4 * CHECKS_APART_MIN) : ago(name.length * 700)
  await row.update({ last_checked_at: checkedAt, status_since: since }).eq('id', id).throwOnError()
  if (becomes === 'testing') await beginTest(service, userId, id)
  if (becomes === 'disconnected') {
    await row.update({ status: 'disconnected' }).eq('id', id).throwOnError()
  }
}

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString()
}

/** Takes the lease and keeps it as long as any story lasts. Answers the run's id. */
async function beginTest(service: SupabaseClient, userId: string, id: string): Promise<string> {
  const { data } = await service
    .rpc('begin_test', { p_user_id: userId, p_integration_id: id, p_lease_ms: 3_600_000 })
    .throwOnError()
  if (data.outcome !== 'started') throw new Error(`No test of ${id} began: ${data.outcome}`)
  return data.run_id
}

function configOf({ defaults }: IntegrationType): IntegrationConfig {
  if (defaults.kind === 'ssh') throw new Error('Nothing of the furniture is reached over SSH')
  if (defaults.kind === 'mcp') {
    const protocol = defaults.protocols[0] === 'sse' ? 'sse' : 'http'
    return { kind: 'mcp', protocol, url: defaults.urls[protocol] ?? '', headers: [], env: [] }
  }
  return { kind: defaults.kind, api_url: defaults.api_url ?? '', scopes: [], headers: [], env: [] }
}

/** Thirty with the last, five minutes apart; now and then a slow one or a failure, or five at the end. */
function earlierChecks({ name, ms = 100, failure }: Furnished) {
  const seed = name.length * 7
  return Array.from({ length: CHECKS - 1 }, (_, index) => {
    const isSlow = (index * 5 + seed) % 23 === 0
    const isFailed = failure ? index >= CHECKS - 5 : seed % 5 === 0 && index === seed % 29
    const wobble = 0.8 + ((index * 37 + seed * 13) % 50) / 100
    return {
      response_time_ms: Math.round(ms * wobble * (isSlow ? 2.6 : 1)) + (isSlow ? 200 : 0),
      success: !isFailed,
      stage: isFailed ? (failure?.stage ?? 'reach') : null,
      error_code: isFailed ? (failure?.code ?? 'timeout') : null,
      error_message: isFailed ? (failure?.message ?? 'It did not answer within 10 s.') : null,
      source: 'test',
      checked_at: ago((CHECKS - 1 - index) * CHECKS_APART_MIN),
    }
  })
}

function reportOf(
  id: string,
  { ms = 100, tools = 0, account, failure }: Furnished,
  { name, defaults }: IntegrationType,
): TestReport {
  if (failure) return aRefusedReport({ id, duration_ms: ms, failure })
  const report = aPassedReport({ id, duration_ms: ms })
  if (defaults.kind === 'rest' || defaults.kind === 'graphql') {
    return {
      ...report,
      facts: { kind: defaults.kind, status: 200, account: account ?? null, scopes: null },
    }
  }
  if (report.facts?.kind !== 'mcp') throw new Error('The report is of no MCP server')
  const server = { name: `${name} server`, version: '1.4.0' }
  return { ...report, facts: { ...report.facts, server, tool_count: tools } }
}
