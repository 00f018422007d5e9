// Guarantees a truthful report within the deadline, without a secret in it.
// Assumes that whoever calls may see this integration, and stores or sends the report as it is.
import * as z from 'zod/mini'
import type { PresentableAuthMethod } from '../contract/auth.ts'
import { addressOf, IntegrationConfig } from '../contract/config.ts'
import type { FailureCode } from '../contract/errors.ts'
import type { Evidence, StageResult, TestReport } from '../contract/report.ts'
import { TEST_DEADLINE_MS } from '../contract/test-connection.ts'
import type { IntegrationType } from '../contract/type-defaults.ts'
import type { Phase } from '../egress/connector.ts'
import { createEgress } from '../egress/egress.ts'
import { EgressError } from '../egress/egress-error.ts'
import { wordsOf } from './failures.ts'
import { climbGraphQL } from './graphql.ts'
import { createLadder, stageOf } from './ladder.ts'
import { climbMcp } from './mcp.ts'
import { presentAuth, type Secrets, secretTextsOf, slotsOf } from './present-auth.ts'
import { createRedactor, type Redactor } from './redact.ts'
import { climbRest } from './rest.ts'
import { type Run, reachEvidence, Stop, stopFor } from './run.ts'

/** A report of a test, before its run and its integration are named. */
export type ProbeResult = Omit<TestReport, 'id' | 'integration_id'>

export type OpenedCredentials =
  | { ok: true; secrets: Secrets }
  | { ok: false; failure: { code: FailureCode; message: string; next_step: string } }

export interface ProbeSubject {
  type: Pick<IntegrationType, 'name' | 'defaults'>
  config: IntegrationConfig
  authMethod: PresentableAuthMethod
  /** Called once, after the config was found valid. */
  openCredentials: () => Promise<OpenedCredentials>
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
}

/** A failure whose words were made elsewhere: by whoever opened the credentials. */
class Worded extends Error {
  constructor(readonly failure: { code: FailureCode; message: string; next_step: string }) {
    super(failure.code)
  }
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
  const known: Known = { redact: createRedactor([]), hint: '', close: async () => {} }
  try {
    const facts = await climb(subject, deps, attempt, known)
    return { outcome: 'passed', started_at, ...ladder.finish(), failure: null, facts }
  } catch (error) {
    gaveUp?.throwIfAborted()
    const evidence = ladder.isAt('reach') ? reachEvidence(attempt.phases) : []
    const failure = failureOf(error, subject, known, deadlineMs)
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
  hint: string
  close: () => Promise<void>
}

type Attempt = Pick<Run, 'ladder' | 'signal' | 'deadlineMs'> & { phases: Phase[] }

async function climb(
  subject: ProbeSubject,
  deps: ProbeDeps,
  { ladder, signal, deadlineMs, phases }: Attempt,
  known: Known,
): Promise<TestReport['facts']> {
  const { type, authMethod } = subject
  const config = validConfig(subject)
  const opened = await openNeeded(subject, config)
  const auth = opened.get('auth')
  known.hint = auth?.hint ?? ''
  known.redact = createRedactor(secretTextsOf(opened))
  const presented = presentAuth(type, config, authMethod, opened)

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
  await admit(egress.admit(new URL(addressOf(config))), ladder)

  const run: Run = {
    egress,
    ladder,
    presented,
    signal,
    deadlineMs,
    redact: known.redact,
    isExpired: auth?.expires_at ? Date.parse(auth.expires_at) <= deps.now().getTime() : false,
    phases,
    onEgressFailure: (listener) => listeners.push(listener),
    atEnd: (farewell) => farewells.push(farewell),
  }
  const { defaults } = type
  if (config.kind === 'mcp') return climbMcp(run, config, authMethod)
  if (config.kind === 'rest' && defaults.kind === 'rest') {
    return climbRest(run, defaults, config, authMethod)
  }
  if (config.kind === 'graphql' && defaults.kind === 'graphql') {
    return climbGraphQL(run, defaults, config, authMethod)
  }
  throw new Error('validConfig compares the kinds')
}

function validConfig({ type, config }: ProbeSubject): IntegrationConfig {
  const parsed = z.safeParse(IntegrationConfig, config)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.join('.') ?? ''
    throw new Stop('config_invalid', { detail: `${field}: ${issue?.message ?? 'not valid'}` })
  }
  if (parsed.data.kind !== type.defaults.kind) {
    throw new Stop('config_invalid', {
      detail: `${type.name} is of the kind ${type.defaults.kind}`,
    })
  }
  return parsed.data
}

async function openNeeded(subject: ProbeSubject, config: IntegrationConfig): Promise<Secrets> {
  const slots = slotsOf(config, subject.authMethod)
  if (slots.length === 0) return new Map()
  const opened = await subject.openCredentials()
  if (!opened.ok) throw new Worded(opened.failure)
  // Only what is presented: a stored secret that no slot names any more stays out of the request.
  return new Map([...opened.secrets].filter(([slot]) => slots.includes(slot)))
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
  { type, config }: ProbeSubject,
  known: Known,
  deadlineMs: number,
) {
  const clean = (text: string) => known.redact(text, 500)
  if (error instanceof Worded) {
    const { code, message, next_step } = error.failure
    return {
      stage: stageOf(code),
      code,
      http_status: null,
      message: clean(message),
      next_step: clean(next_step),
    }
  }
  const stop = error instanceof EgressError ? new Stop(error.code, { detail: error.detail }) : error
  if (!(stop instanceof Stop)) throw error
  const { message, next_step } = wordsOf(stop.code, {
    ...stop.facts,
    name: type.name,
    host: hostOf(config),
    deadlineSeconds: Math.round(deadlineMs / 1_000),
    hint: known.hint,
  })
  return {
    stage: stageOf(stop.code),
    code: stop.code,
    http_status: stop.facts.status ?? null,
    message: clean(message),
    next_step: clean(next_step),
  }
}

function hostOf(config: IntegrationConfig): string {
  const address = addressOf(config)
  return URL.canParse(address) ? new URL(address).host : 'this address'
}
