import type { FailureCode } from '../contract/errors.ts'
import type { Evidence } from '../contract/report.ts'
import type { Phase } from '../egress/connector.ts'
import type { Egress } from '../egress/egress.ts'
import type { EgressError } from '../egress/egress-error.ts'
import type { RenewAccess } from './access.ts'
import type { FailureFacts } from './failures.ts'
import { type Ladder, stageOf } from './ladder.ts'
import type { Presented } from './present-auth.ts'
import type { Redactor } from './redact.ts'

/** What one test carries from rung to rung. */
export interface Run {
  readonly egress: Egress
  readonly ladder: Ladder
  readonly presented: Presented
  readonly signal: AbortSignal
  readonly deadlineMs: number
  readonly redact: Redactor
  /** True when a secret is presented that, by its own date, is past. */
  readonly isExpired: boolean
  /** Null where nothing that is presented can be renewed. */
  readonly renewAccess: RenewAccess | null
  /** Asked of the authorization server and not granted. */
  readonly missingScopes: readonly string[]
  /** What the connector learnt so far. */
  readonly phases: readonly Phase[]
  /** Calls back with failures of requests and bodies, also those that a library swallows. */
  onEgressFailure(listener: (error: EgressError, method: string) => void): void
  /** For what may be done when the report stands, and changes nothing in it. */
  atEnd(farewell: () => Promise<void>): void
}

export type StopFacts = Partial<Omit<FailureFacts, 'name' | 'host' | 'deadlineSeconds' | 'hint'>>

/** Ends the climb: thrown where a rung fails, caught by `probe` alone. */
export class Stop extends Error {
  override readonly name = 'Stop'

  constructor(
    readonly code: FailureCode,
    readonly facts: StopFacts = {},
    readonly evidence: Evidence[] = [],
  ) {
    super(code)
  }
}

/** A failure of the network in the words of the rung it happened on: what was reached stays reached. */
export function stopFor(
  error: EgressError,
  run: Pick<Run, 'ladder' | 'phases' | 'isExpired'>,
): Stop {
  const { code, detail } = error
  const { ladder } = run
  const at = ladder.current()
  if (stageOf(code) === 'authenticate' && at !== 'use') return stopForCertificate(error, run)
  if (at === 'configure' || at === 'reach') return new Stop(code, { detail })
  if (at !== 'speak') return new Stop('listing_failed', { detail })
  if (stageOf(code) === 'speak') return new Stop(code, { detail })
  const isSlow = code === 'unreachable' || code === 'connect_timeout'
  return new Stop(isSlow ? 'response_timeout' : 'response_reset', { detail })
}

/** TLS was there, and ended over the client certificate: nothing was spoken yet. */
function stopForCertificate(
  { code, detail }: EgressError,
  { ladder, phases, isExpired }: Pick<Run, 'ladder' | 'phases' | 'isExpired'>,
): Stop {
  if (ladder.isAt('reach')) ladder.pass('reach', reachEvidence(phases))
  if (ladder.isAt('speak')) {
    ladder.skip('speak', [{ label: 'Skipped', value: 'The TLS handshake ended before it' }])
  }
  const isPast = isExpired && code === 'client_certificate_refused'
  return new Stop(isPast ? 'credential_expired' : code, detail === '' ? {} : { detail })
}

/** Ends `reach` at the first answer's headers. */
export function passReach({ ladder, phases }: Run, status: number): void {
  if (ladder.isAt('reach')) ladder.pass('reach', reachEvidence(phases, status))
}

export function reachEvidence(phases: readonly Phase[], status?: number): Evidence[] {
  const answer = status === undefined ? [] : [{ label: 'Answer', value: `HTTP ${status}` }]
  return [...phases.flatMap(evidenceOf).slice(0, 12), ...answer]
}

function evidenceOf(phase: Phase): Evidence[] {
  const ms = `${Math.round(phase.ms)} ms`
  switch (phase.phase) {
    case 'dns':
      return phase.ms > 0 ? [{ label: 'DNS', value: ms }] : []
    case 'tcp':
      return [{ label: 'Connected', value: `${phase.address} in ${ms}` }]
    case 'tls':
      return [{ label: 'TLS', value: [phase.protocol, ms].filter(Boolean).join(' in ') }]
    case 'headers':
      return phase.status >= 300 && phase.status < 400
        ? [{ label: 'Redirected', value: `HTTP ${phase.status}` }]
        : []
  }
}
