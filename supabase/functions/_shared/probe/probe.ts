// Guarantees a truthful report within the deadline, without a secret in it.
// Assumes that whoever calls may see this integration, and stores or sends the report as it is.
import * as z from 'zod/mini'
import { AuthMethod } from '../contract/auth.ts'
import {
  audienceOf,
  hasUrl,
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
import { type AccessTo, createRenewal, firstAccess, type GivenAccess } from './access.ts'
import { clientCertificateOf } from './client-certificate.ts'
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
  /** Gives the access tokens of the method `oauth`; without it the stored one is presented as it is. */
  accessTo?: AccessTo
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
    isGranted: false,
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
  isGranted: boolean
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
  // Elsewhere the certificate would silently not be presented.
  const isHandedOver = deps.handOver !== undefined && needsRunner(config, authMethod)
  if (needsRunner(config, authMethod) && !isHandedOver) onRunner(deps)
  known.isGranted =
    authMethod === 'oauth' && !('oauth' in config && config.oauth?.grant === 'client_credentials')
  const source =
    authMethod === 'oauth' && hasUrl(config) ? (deps.accessTo?.(config, signal) ?? null) : null
  const slots = slotsOf(config, authMethod).filter((slot) => source === null || slot !== 'auth')
  const entered = await open(subject, slots, audienceOf(config) ?? '')
  known.redact = createRedactor(secretTextsOf(entered))
  const access = source && (await firstAccess(source, { ladder, signal }))
  const opened = access === null ? entered : withToken(entered, access)
  const auth = opened.get('auth')
  known.hint = auth?.hint ?? ''
  known.redact = createRedactor(secretTextsOf(opened))

  const certificate = isHandedOver ? null : clientCertificateOf(config, authMethod, opened)
  const ends = certificate?.notAfter.getTime() ?? Date.parse(auth?.expires_at ?? '')

  const listeners: ((error: EgressError, method: string) => void)[] = []
  const egress = createEgress({
    allowPrivate: deps.allowPrivate,
    signal,
    isConfidential: opened.size > 0,
    ...(certificate === null ? {} : { clientCertificate: certificate }),
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
    renewAccess: null,
    missingScopes: access?.missing_scopes ?? [],
    isExpired: ends <= deps.now().getTime(),
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
  const signing = { now: deps.now, redact: known.redact }
  const presented = await presentAuth(defaults, config, authMethod, opened, signing)
  await admit(egress.admit(new URL(config.kind === 'mcp' ? config.url : config.api_url)), run)
  const learn = ({ token }: GivenAccess) => known.redact.withhold(token)
  const renewAccess = source && createRenewal(source, presented.headers, signal, learn)
  const http: Run = { ...run, presented, renewAccess }
  if (config.kind === 'mcp') return climbMcp(http, config, authMethod)
  if (config.kind === 'rest' && defaults.kind === 'rest') {
    return climbRest(http, defaults, config, authMethod)
  }
  if (config.kind === 'graphql' && defaults.kind === 'graphql') {
    return climbGraphQL(http, defaults, config, authMethod)
  }
  throw new Error('validConfig compares the kinds')
}

function withToken(entered: Secrets, { token, expires_at }: GivenAccess): Secrets {
  const secret = { kind: 'oauth', access_token: token } as const
  return new Map([...entered, ['auth', { secret, hint: '', expires_at }]])
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
async function admit(admission: Promise<unknown>, run: Run): Promise<void> {
  const { ladder } = run
  const startedAt = performance.now()
  const evidence: Evidence[] = [{ label: 'Configuration', value: 'Valid' }]
  try {
    await admission
    ladder.pass('configure', evidence, startedAt)
  } catch (error) {
    if (!(error instanceof EgressError)) throw error
    if (stageOf(error.code) !== 'configure') ladder.pass('configure', evidence, startedAt)
    throw stopFor(error, run)
  }
}

function failureOf(
  error: unknown,
  { name }: ProbeSubject['type'],
  { redact, host, hint, isGranted }: Known,
  deadlineMs: number,
) {
  const stop = error instanceof EgressError ? new Stop(error.code, { detail: error.detail }) : error
  if (!(stop instanceof Stop)) throw error
  const deadlineSeconds = Math.round(deadlineMs / 1_000)
  const facts = { ...stop.facts, name, host, deadlineSeconds, hint, isGranted }
  const words = wordsOf(stop.code, facts)
  return {
    stage: stageOf(stop.code),
    code: stop.code,
    http_status: stop.facts.status ?? null,
    message: redact(words.message, 500),
    next_step: redact(words.next_step, 500),
  }
}
