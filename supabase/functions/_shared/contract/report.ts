import * as z from 'zod/mini'
import { FAILURE_CODES } from './errors.ts'
import { FailureOutline } from './outline.ts'
import { Stage } from './stage.ts'

/**
 * `skipped`: nothing could be learnt here, and the next rung says why (a server that asks for a
 * credential before it speaks). `not_reached`: an earlier rung failed.
 */
export const VERDICTS = ['passed', 'failed', 'skipped', 'not_reached'] as const
export const Verdict = z.enum(VERDICTS)
export type Verdict = z.infer<typeof Verdict>

const Evidence = z.object({ label: z.string(), value: z.string() })
export type Evidence = z.infer<typeof Evidence>

export const StageResult = z.object({
  stage: Stage,
  verdict: Verdict,
  /** Whole milliseconds; null where it was not reached or skipped. */
  ms: z.nullable(z.int()),
  evidence: z.array(Evidence),
})
export type StageResult = z.infer<typeof StageResult>

/** `message` says what happened, `next_step` what the person does now. Neither ever holds a secret. */
export const Failure = z.extend(FailureOutline, { code: z.enum(FAILURE_CODES) })
export type Failure = z.infer<typeof Failure>

/** At most this many tools are kept in a report; `tool_count` counts further. */
export const MAX_TOOLS_KEPT = 200

export const McpFacts = z.object({
  kind: z.literal('mcp'),
  era: z.enum(['modern', 'legacy']),
  protocol_version: z.string(),
  transport: z.enum(['streamable-http', 'sse', 'stdio']),
  server: z.object({ name: z.string(), version: z.string() }),
  tool_count: z.int(),
  resource_count: z.int(),
  prompt_count: z.int(),
  /** True when a list went on past what a test reads: then there are more than the counts say. */
  counts_capped: z.object({ tools: z.boolean(), resources: z.boolean(), prompts: z.boolean() }),
  tools: z.array(z.object({ name: z.string(), description: z.optional(z.string()) })),
})
export type McpFacts = z.infer<typeof McpFacts>

export const ApiFacts = z.object({
  kind: z.enum(['rest', 'graphql']),
  status: z.int(),
  account: z.nullable(z.string()),
  scopes: z.nullable(z.array(z.string())),
})
export type ApiFacts = z.infer<typeof ApiFacts>

export const SshFacts = z.object({
  kind: z.literal('ssh'),
  /** The server's identification string (RFC 4253 §4.2), without `SSH-2.0-`. */
  server: z.object({ name: z.string() }),
  host_key: z.object({ type: z.string(), fingerprint: z.string() }),
  /** Of the declared command; null where there is none. */
  command: z.nullable(z.object({ exit_status: z.int(), output: z.string() })),
})
export type SshFacts = z.infer<typeof SshFacts>

export const TestReport = z.object({
  /** The run that made it: `user_integrations.test_run_id`. */
  id: z.uuid(),
  /** Null for a draft. */
  integration_id: z.nullable(z.uuid()),
  outcome: z.enum(['passed', 'failed']),
  started_at: z.iso.datetime(),
  duration_ms: z.int(),
  /** Always five, in the order of STAGES. */
  stages: z.array(StageResult).check(z.length(5)),
  failure: z.nullable(Failure),
  facts: z.nullable(z.discriminatedUnion('kind', [McpFacts, ApiFacts, SshFacts])),
})
export type TestReport = z.infer<typeof TestReport>

const StoredReport = z.looseObject({ outcome: z.string() })

/**
 * What `TestReport` parses, from the columns `last_report` and `last_facts` of `user_integrations`: a
 * report is stored without its facts, and those that are stored are of the last that passed.
 */
export function withFacts(report: unknown, facts: unknown): unknown {
  const stored = z.safeParse(StoredReport, report)
  if (!stored.success) return null
  return { ...stored.data, facts: stored.data.outcome === 'passed' ? facts : null }
}
