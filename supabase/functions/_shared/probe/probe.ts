// Guarantees a truthful report within the deadline, without a secret in it.
// Assumes that whoever calls may see this integration, and stores or sends the report as it is.
import * as z from 'zod/mini'
import { AuthMethod } from '../contract/auth.ts'
import {
  audienceOf,
  IntegrationConfig,
  type McpStdioConfig,
  needsRunner,
  type SshConfig,
} from '../contract/config.ts'
import { placeOf } from '../contract/outline.ts'
import type { Evidence, McpFacts, SshFacts, StageResult, TestReport } from '../contract/report.ts'
import { TEST_DEADLINE_MS } from '../contract/test-connection.ts'
import type { IntegrationType, TypeDefaults } from '../contract/type-defaults.ts'
import type { Phase } from '../egress/connector.ts'
import { createEgress } from '../egress/egress.ts'
import { EgressError } from '../egress/egress-error.ts'
import type { OpenResult, Secrets, Wanted } from '../sealing/open-credentials.ts'
import { wordsOf } from './failures.ts'
import { climbGraphQL } from './graphql.ts'
import { createLadder, stageOf } from './ladder.ts'
import { climbMcp } from './mcp.ts'
import { NOTHING_PRESENTED, presentAuth, secretTextsOf, slotsOf } from './present-auth.ts'
import { createRedactor, type Redactor } from './redact.ts'
import { climbRest } from './rest.ts'
import { type Run, reachEvidence, Stop, stopFor } from './run.ts'

/** A report of a test, before its run and its integration are named. */
export type ProbeResult = Omit<TestReport, 'id' | 'integration_id'>

export interface ProbeSubject {
  type: Pick<IntegrationType, 'name'> & {
    auth_methods: readonly AuthMethod[]
    /** Null: what a person's own type says is not of the contract. */
    defaults: TypeDefaults | null
  }
  /** As it was stored or sent: the first rung is to find it valid. */
  config: unknown
  authMethod: AuthMethod
  /** Called at most once, after the config was found valid. */
  openCredentials: (wanted: Wanted) => Promise<OpenResult>
}

export interface ProbeDeps {
  /** True only in the local stack: loopback and private networks may be reached. */
  allowPrivate: boolean
  now: () => Date
  /** Hears of each rung as it ends; rungs that were not reached only stand in the report. */
  onStage?: (stage: StageResult) => void
  /** Milliseconds for everything; TEST_DEADLINE_MS unless given. */
  deadlineMs?: number
  /** Gives the test up: the promise then rejects with the signal's reason. */
  signal?: AbortSignal
  /** What only a runner can do; where `needsRunner` says so, a probe elsewhere is a fault of ours. */
  onRunner?: RunnerClimbs
  /**
   * Where this is no runner: has one make what `needsRunner`, and answers its report. Throws Stop
   * where none does. Called once the configuration is valid and the secrets were opened.
   */
  handOver?: (run: Run, config: IntegrationConfig, secrets: Secrets) => Promise<ProbeResult>
}

/** Climbs of what is no HTTP, each from `configure` to the top. */
export interface RunnerClimbs {
  stdio(run: Run, config: McpStdioConfig, secrets: Secrets): Promise<McpFacts>
  ssh(run: Run, config: SshConfig, secrets: Secrets): Promise<SshFacts>
}

/**
 * Climbs the ladder. Whatever the other side does is a value: `outcome`, `failure`, `facts`. Rejects
 * only for a fault of our own, or when `deps.signal` aborts. Codes: all of FAILURE_CODES.
 */
export async function probe(subject: ProbeSubject, deps: ProbeDeps): Promise<ProbeResult> {
  const { onStage = () => {}, deadlineMs = TEST_DEADLINE_MS, signal: gaveUp } = deps
  const started_at = deps.now().toISOString()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), deadlineMs)
  const signal = gaveUp ? AbortSignal.any([deadline.signal, gaveUp]) : deadline.signal
  const ladder = createLadder(onStage)
  const attempt = { ladder, signal, deadlineMs, phases: [] as Phase[] }
  const known: Known = {
    redact: createRedactor([]),
    host: 'this address',
    hint: '',
    close: async () => {},
    handedOver: null,
  }
  try {
    const facts = await climb(subject, deps, attempt, known)
    if (known.handedOver) return known.handedOver
    return { outcome: 'passed', started_at, ...ladder.finish(), failure: null, facts }
  } catch (error) {
    gaveUp?.throwIfAborted()
    const evidence = ladder.isAt('reach') ? reachEvidence(attempt.phases) : []
    const failure = failureOf(error, subject.type, known, deadlineMs)
    const own = error instanceof Stop ? error.evidence : []
    ladder.fail(failure.stage, [...evidence, ...own])
    return { outcome: 'failed', started_at, ...ladder.finish(), failure, facts: null }
  } finally {
    clearTimeout(timer)
    await known.close()
  }
}

/** What is found out on the first rung and needed whichever rung fails. */
interface Known {
  redact: Redactor
  host: string
  hint: string
  close: () => Promise<void>
  /** The report of the runner that made the test instead. */
  handedOver: ProbeResult | null
}

type Attempt = Pick<Run, 'ladder' | 'signal' | 'deadlineMs'> & { phases: Phase[] }

async function climb(
  subject: ProbeSubject,
  deps: ProbeDeps,
  { ladder, signal, deadlineMs, phases }: Attempt,
  known: Known,
): Promise<TestReport['facts']> {
  const defaults = validDefaults(subject)
  const config = validConfig(subject, defaults)
  known.host = placeOf(config)
  const authMethod = validMethod(subject)
  const slots = slotsOf(config, authMethod)
  const opened = await open(subject, slots, audienceOf(config) ?? '')
  const auth = opened.get('auth')
  known.hint = auth?.hint ?? ''
  known.redact = createRedactor(secretTextsOf(opened))

  const listeners: ((error: EgressError, method: string) => void)[] = []
  const egress = createEgress({
    allowPrivate: deps.allowPrivate,
    signal,
    isConfidential: opened.size > 0,
    onPhase: (phase) => phases.push(phase),
    onFailure: (error, method) => {
      for (const listener of listeners) listener(error, method)
    },
  })
  const farewells: (() => Promise<void>)[] = []
  known.close = async () => {
    for (const farewell of farewells) await farewell()
    egress.close()
  }
  const run: Run = {
    egress,
    ladder,
    presented: NOTHING_PRESENTED,
    signal,
    deadlineMs,
    redact: known.redact,
    isExpired: auth?.expires_at ? Date.parse(auth.expires_at) <= deps.now().getTime() : false,
    phases,
    onEgressFailure: (listener) => listeners.push(listener),
    atEnd: (farewell) => farewells.push(farewell),
  }
  if (deps.handOver && needsRunner(config, authMethod)) {
    known.handedOver = await deps.handOver(run, config, opened)
    return null
  }
  if (config.kind === 'ssh') return onRunner(deps).ssh(run, config, opened)
  if (config.kind === 'mcp' && config.protocol === 'stdio') {
    return onRunner(deps).stdio(run, config, opened)
  }
  const presented = presentAuth(defaults, config, authMethod, opened)
  await admit(egress.admit(new URL(config.kind === 'mcp' ? config.url : config.api_url)), ladder)
  const http: Run = { ...run, presented }
  if (config.kind === 'mcp') return climbMcp(http, config, authMethod)
  if (config.kind === 'rest' && defaults.kind === 'rest') {
    return climbRest(http, defaults, config, authMethod)
  }
  if (config.kind === 'graphql' && defaults.kind === 'graphql') {
    return climbGraphQL(http, defaults, config, authMethod)
  }
  throw new Error('validConfig compares the kinds')
}

function onRunner({ onRunner }: ProbeDeps): RunnerClimbs {
  if (onRunner === undefined) throw new Error('Only a runner can make this test')
  return onRunner
}

function validDefaults({ type }: ProbeSubject): TypeDefaults {
  if (type.defaults !== null) return type.defaults
  throw new Stop('config_invalid', { detail: `the type ${type.name} cannot be read`, isType: true })
}

function validConfig({ type, config }: ProbeSubject, { kind }: TypeDefaults): IntegrationConfig {
  const parsed = z.safeParse(IntegrationConfig, config)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.join('.') ?? ''
    const detail = `${field}: ${issue?.message ?? 'not valid'}`
    throw new Stop('config_invalid', { detail, isStored: true })
  }
  if (parsed.data.kind !== kind) {
    throw new Stop('config_invalid', {
      detail: `${type.name} is of the kind ${kind}`,
      isStored: true,
    })
  }
  return parsed.data
}

function validMethod({ type, authMethod }: ProbeSubject): AuthMethod {
  const { data } = z.safeParse(AuthMethod, authMethod)
  if (data !== undefined && type.auth_methods.includes(data)) return data
  throw new Stop('config_invalid', {
    detail: `${type.name} does not take the auth method ${authMethod}`,
  })
}

async function open(subject: ProbeSubject, slots: string[], wanted: string): Promise<Secrets> {
  if (slots.length === 0) return new Map()
  const opened = await subject.openCredentials({ slots, audience: wanted })
  if (opened.ok) return opened.secrets
  const { ok: _, code, ...facts } = opened
  throw new Stop(code, { ...facts, origin: wanted })
}

/**
 * Judging an address takes a look-up, and the look-up is part of reaching: `configure` passes when
 * the judgement is made, but its time ends, and that of `reach` begins, when the look-up starts.
 */
async function admit(admission: Promise<unknown>, ladder: Run['ladder']): Promise<void> {
  const startedAt = performance.now()
  const evidence: Evidence[] = [{ label: 'Configuration', value: 'Valid' }]
  try {
    await admission
    ladder.pass('configure', evidence, startedAt)
  } catch (error) {
    if (!(error instanceof EgressError)) throw error
    if (stageOf(error.code) !== 'configure') ladder.pass('configure', evidence, startedAt)
    throw stopFor(error, ladder)
  }
}

function failureOf(
  error: unknown,
  { name }: ProbeSubject['type'],
  { redact, host, hint }: Known,
  deadlineMs: number,
) {
  const stop = error instanceof EgressError ? new Stop(error.code, { detail: error.detail }) : error
  if (!(stop instanceof Stop)) throw error
  const deadlineSeconds = Math.round(deadlineMs / 1_000)
  const words = wordsOf(stop.code, { ...stop.facts, name, host, deadlineSeconds, hint })
  return {
    stage: stageOf(stop.code),
    code: stop.code,
    http_status: stop.facts.status ?? null,
    message: redact(words.message, 500),
    next_step: redact(words.next_step, 500),
  }
}
