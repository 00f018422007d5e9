import type { Failure, TestReport } from '../functions/_shared/contract/report.ts'
import { STAGES } from '../functions/_shared/contract/stage.ts'
import type { CatalogueEntry } from '../functions/_shared/contract/type-defaults.ts'
import { wordsOf } from '../functions/_shared/probe/failures.ts'
import { stageOf } from '../functions/_shared/probe/ladder.ts'
import { CAUSES, type Cause, type Part } from './demo-cast.ts'
import type { Check } from './demo-history.ts'

/** What each rung takes of the whole. */
const SHARES = [0, 0.45, 0.2, 0.1, 0.25]
const TOOLS = ['search', 'fetch', 'list', 'read', 'create', 'update', 'comment', 'watch']

/** The failure, in the words that a probe has for it. */
export function failureOf(
  cause: Cause,
  { name }: Pick<CatalogueEntry, 'name'>,
  host: string,
): Failure {
  const { code, status } = CAUSES[cause]
  const facts = { name, host, deadlineSeconds: 10, ...(status === null ? {} : { status }) }
  return { stage: stageOf(code), code, http_status: status, ...wordsOf(code, facts) }
}

/** A report as the check's probe would have made it, without facts. */
export function reportOf(
  check: Check,
  failure: Failure | null,
): Omit<TestReport, 'id' | 'integration_id' | 'facts'> {
  const stops = failure === null ? STAGES.length : STAGES.indexOf(failure.stage)
  const climbed = SHARES.slice(0, stops + 1).reduce((sum, share) => sum + share, 0)
  return {
    outcome: failure === null ? 'passed' : 'failed',
    started_at: new Date(check.at - check.ms).toISOString(),
    duration_ms: check.ms,
    stages: STAGES.map((stage, index) => {
      if (index > stops) return { stage, verdict: 'not_reached', ms: null, evidence: [] }
      const ms = Math.round((check.ms * (SHARES[index] ?? 0)) / climbed)
      return { stage, verdict: index === stops ? 'failed' : 'passed', ms, evidence: [] }
    }),
    failure,
  }
}

/** What the last check that passed found out. */
export function factsOf(
  { account, name }: Part,
  { defaults }: CatalogueEntry,
): TestReport['facts'] {
  if (defaults.kind === 'rest' || defaults.kind === 'graphql') {
    return { kind: defaults.kind, status: 200, account: account ?? null, scopes: null }
  }
  const tools = TOOLS.slice(0, 3 + (name.length % 6)).map((tool) => ({ name: tool }))
  return {
    kind: 'mcp',
    era: 'legacy',
    protocol_version: '2025-11-25',
    transport: 'streamable-http',
    server: { name, version: '1.4.0' },
    tool_count: tools.length,
    resource_count: 0,
    prompt_count: 0,
    counts_capped: { tools: false, resources: false, prompts: false },
    tools,
    resources: [],
    prompts: [],
  }
}
