import { randomUUID } from 'node:crypto'
import type {
  CredentialHintRow,
  HealthMetricRow,
  IntegrationDetailRow,
  LogRow,
} from '@contract/detail-rows'
import type { IncidentRow, IntegrationHealth } from '@contract/health'
import type { GrantRow } from '@contract/oauth'
import type { Failure, StageResult, TestReport } from '@contract/report'
import type { IntegrationCardRow } from '@contract/rows'
import type { RunnerRow } from '@contract/runner'
import { STAGES } from '@contract/stage'
import type { IntegrationType } from '@contract/type-defaults'

/** Rows as the data API answers with them. Each is valid as it is; a story overrides what it is about. */

export function anMcpType(over: Partial<IntegrationType> = {}): IntegrationType {
  return {
    id: 'github-mcp',
    owner_id: null,
    name: 'GitHub MCP',
    type: 'mcp',
    category: 'Development',
    description: 'Repositories, issues and pull requests, as tools.',
    icon: 'github',
    docs_url: 'https://docs.github.com/en/copilot/concepts/context/mcp',
    auth_methods: ['jwt'],
    defaults: {
      kind: 'mcp',
      own_address: false,
      protocols: ['http'],
      urls: { http: 'https://api.githubcopilot.com/mcp/' },
      auth: { jwt: { help: { label: 'Token', example: 'ghp_…, 40 characters' } } },
    },
    ...over,
  }
}

export function aVendorType(over: Partial<IntegrationType> = {}): IntegrationType {
  return {
    id: 'stripe',
    owner_id: null,
    name: 'Stripe',
    type: 'vendor',
    category: 'Payments',
    description: 'Payments, customers and subscriptions.',
    icon: 'stripe',
    docs_url: 'https://docs.stripe.com/api',
    auth_methods: ['api_key'],
    defaults: {
      kind: 'rest',
      own_address: false,
      api_url: 'https://api.stripe.com',
      headers: {},
      scopes: [],
      webhooks: true,
      own_request: false,
      auth: {
        api_key: {
          placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
          help: { label: 'Secret key', example: 'sk_test_…' },
        },
      },
      verification: {
        method: 'GET',
        path: '/v1/account',
        expected_status: 200,
        account: ['/business_profile/name'],
      },
    },
    ...over,
  }
}

/** Connected to `anMcpType()`, tested two minutes ago. */
export function anMcpIntegration(over: Partial<IntegrationCardRow> = {}): IntegrationCardRow {
  return {
    id: randomUUID(),
    type_id: 'github-mcp',
    name: 'GitHub',
    status: 'connected',
    status_since: minutesAgo(300),
    auth_method: 'jwt',
    config: {
      kind: 'mcp',
      protocol: 'http',
      url: 'https://api.githubcopilot.com/mcp/',
      headers: [],
      env: [],
    },
    connected_at: minutesAgo(300),
    last_checked_at: minutesAgo(2),
    last_error: null,
    duration_ms: 84,
    tool_count: 41,
    tools_capped: false,
    account: null,
    server_name: 'github-mcp-server',
    ...over,
  }
}

/** Connected to `aVendorType()`, tested two minutes ago. */
export function aVendorIntegration(over: Partial<IntegrationCardRow> = {}): IntegrationCardRow {
  return {
    ...anMcpIntegration(),
    type_id: 'stripe',
    name: 'Acme Stripe',
    auth_method: 'api_key',
    config: { kind: 'rest', api_url: 'https://api.stripe.com', scopes: [], headers: [], env: [] },
    duration_ms: 131,
    tool_count: null,
    tools_capped: null,
    account: 'Acme Inc.',
    server_name: null,
    ...over,
  }
}

/** A card's row as its own page has it: watched as every new one is. */
export function asDetail(
  row: IntegrationCardRow,
  over: Partial<IntegrationDetailRow> = {},
): IntegrationDetailRow {
  return {
    ...row,
    is_watched: true,
    check_interval_s: 300,
    failures_to_error: 2,
    successes_to_connect: 1,
    are_alerts_muted: false,
    last_report: null,
    last_facts: null,
    ...over,
  }
}

/** A day of checks each five minutes, three of them failed an hour ago. */
export function aHealth(over: Partial<IntegrationHealth> = {}): IntegrationHealth {
  const now = Date.now()
  const first = Math.floor(now / 900_000) * 900 - 95 * 900
  return {
    now: new Date(now).toISOString(),
    uptime: {
      '24h': { checks: 288, failures: 3 },
      '7d': { checks: 2_016, failures: 3 },
      '30d': { checks: 8_640, failures: 0 },
      '90d': { checks: 0, failures: 0 },
    },
    step_s: 900,
    points: Array.from({ length: 96 }, (_, index) => [
      first + index * 900,
      3,
      index === 91 ? 3 : 0,
      index === 91 ? null : 80 + (index % 7) * 4,
      index === 91 ? null : 120 + (index % 5) * 9,
      index === 91 ? null : 200,
    ]),
    due_at: new Date(now + 180_000).toISOString(),
    ...over,
  }
}

/** Over: it failed for twelve minutes. */
export function anIncident(over: Partial<IncidentRow> = {}): IncidentRow {
  return {
    id: randomUUID(),
    opened_at: minutesAgo(60),
    closed_at: minutesAgo(48),
    ended_by: 'recovered',
    stage: 'reach',
    code: 'connection_refused',
    message: 'GitHub refused the connection.',
    ...over,
  }
}

/** What the last test left of one that its vendor refuses. */
export function refused(
  over: Partial<Failure> = {},
): Partial<IntegrationCardRow> & { last_error: Failure } {
  return {
    status: 'error',
    connected_at: null,
    last_error: {
      stage: 'authenticate',
      code: 'credential_refused',
      http_status: 401,
      message: 'Stripe answered 401: the key was refused.',
      next_step: 'Paste a new key.',
      ...over,
    },
  }
}

/** Online, and the whole project's, as `npm start` brings one. */
export function aRunner(over: Partial<RunnerRow> = {}): RunnerRow {
  return {
    id: randomUUID(),
    user_id: null,
    name: 'Workshop',
    platform: 'linux',
    version: '1',
    created_at: minutesAgo(60),
    last_seen_at: minutesAgo(0),
    ...over,
  }
}

export function aGrant(over: Partial<GrantRow> = {}): GrantRow {
  return {
    issuer: 'https://vendor.test',
    client_id: 'patchbay-1',
    scopes: ['read'],
    missing_scopes: [],
    expires_at: minutesAgo(-60),
    is_renewable: true,
    granted_at: minutesAgo(120),
    revoked_at: null,
    ...over,
  }
}

/** What a row looks like before its first test. */
export const NEVER_TESTED: Partial<IntegrationCardRow> = {
  status: 'configuring',
  connected_at: null,
  last_checked_at: null,
  duration_ms: null,
  tool_count: null,
  tools_capped: null,
  account: null,
  server_name: null,
}

export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString()
}

/** A draft's report: everything passed, and what an MCP server told of itself. */
export function aPassedReport(over: Partial<TestReport> = {}): TestReport {
  return {
    id: randomUUID(),
    integration_id: null,
    outcome: 'passed',
    started_at: minutesAgo(0),
    duration_ms: 140,
    stages: STAGES.map((stage, index) => aStage({ stage, ms: index * 20 })),
    failure: null,
    facts: {
      kind: 'mcp',
      era: 'legacy',
      protocol_version: '2025-11-25',
      transport: 'streamable-http',
      server: { name: 'example', version: '1.0' },
      tool_count: 12,
      resource_count: 3,
      prompt_count: 0,
      counts_capped: { tools: false, resources: false, prompts: false },
      tools: [{ name: 'list_issues', description: 'Lists the issues of a repository.' }],
      resources: [
        { name: 'README', uri: 'repo://acme/web/README.md', description: 'What it is about.' },
      ],
      prompts: [],
    },
    ...over,
  }
}

/** A report that stops at `authenticate`: the server answered 401. */
export function aRefusedReport(over: Partial<TestReport> = {}): TestReport {
  return {
    ...aPassedReport(),
    outcome: 'failed',
    stages: [
      aStage({ stage: 'configure', ms: 0 }),
      aStage({ stage: 'reach', ms: 23 }),
      aStage({ stage: 'speak', verdict: 'skipped', ms: null }),
      aStage({
        stage: 'authenticate',
        verdict: 'failed',
        ms: 38,
        evidence: [{ label: 'status', value: '401' }],
      }),
      aStage({ stage: 'use', verdict: 'not_reached', ms: null }),
    ],
    failure: {
      stage: 'authenticate',
      code: 'credential_refused',
      http_status: 401,
      message: 'GitHub answered 401: the token was refused.',
      next_step: 'Create a token with read:user and paste it below.',
    },
    facts: null,
    ...over,
  }
}

export function aStage(over: Partial<StageResult> = {}): StageResult {
  return { stage: 'reach', verdict: 'passed', ms: 23, evidence: [], ...over }
}

export function aHint(over: Partial<CredentialHintRow> = {}): CredentialHintRow {
  return {
    slot: 'auth',
    hint: 'x7Qa',
    audience: ['https://api.githubcopilot.com'],
    expires_at: null,
    ...over,
  }
}

export function aMetric(over: Partial<HealthMetricRow> = {}): HealthMetricRow {
  return {
    id: 1,
    response_time_ms: 84,
    success: true,
    stage: null,
    error_code: null,
    error_message: null,
    source: 'test',
    checked_at: minutesAgo(2),
    ...over,
  }
}

export function aLogEntry(over: Partial<LogRow> = {}): LogRow {
  return {
    id: 1,
    event_type: 'status_changed',
    level: 'info',
    message: 'Went from testing to connected.',
    metadata: {},
    created_at: minutesAgo(2),
    ...over,
  }
}
