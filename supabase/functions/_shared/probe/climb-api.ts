import type { AuthMethod } from '../contract/auth.ts'
import type { VendorAPIConfig } from '../contract/config.ts'
import type { ApiFacts, Evidence } from '../contract/report.ts'
import type { RestVerification } from '../contract/type-defaults.ts'
import type { Answer } from './answer.ts'
import { judgeCertificate, judgeStatus, wordsIn } from './judge-status.ts'
import { stageOf } from './ladder.ts'
import { firstText, scalarAt } from './pointer.ts'
import { type Run, Stop } from './run.ts'
import { checkWebhook } from './webhook.ts'

/** What REST and GraphQL verifications have in common. */
export type Expectations = Pick<
  RestVerification,
  'success' | 'auth_failure' | 'account' | 'scopes_header'
>

/**
 * Throws Stop for a status that is a refusal. A status that speaks of credentials ends `speak`
 * well: the API answered as it should. A body may say more than the status: Google answers 400 to a
 * wrong key.
 */
export function refuseByStatus(
  run: Run,
  answer: Answer,
  method: AuthMethod,
  expected: Expectations,
): void {
  const refusal =
    judgeCertificate(answer.status, answer.text, run.isExpired) ??
    judgeStatus(answer, method, run.isExpired)
  if (refusal === null) return
  if (answer.status < 500) refuseByBody(run, answer, method, expected)
  const said = wordsIn(answer.json)
  const isAboutCredentials = stageOf(refusal.code) === 'authenticate'
  if (isAboutCredentials) passSpeak(run, answer)
  throw new Stop(refusal.code, {
    ...refusal.facts,
    ...(said === null ? {} : { said: run.redact(said, 160) }),
  })
}

/** Throws Stop where the body says that the credential is no good, as the type knows to read it. */
export function refuseByBody(
  run: Run,
  answer: Answer,
  method: AuthMethod,
  { auth_failure }: Expectations,
): void {
  if (auth_failure === undefined) return
  const value = scalarAt(answer.json, auth_failure.pointer)
  if (value === undefined || value === null || !auth_failure.values.includes(value)) return
  passSpeak(run, answer)
  const isExpired = auth_failure.expired.includes(value) || run.isExpired
  const refused = method === 'none' ? 'authorization_required' : 'credential_refused'
  throw new Stop(isExpired && method !== 'none' ? 'credential_expired' : refused, {
    status: answer.status,
    said: run.redact(String(value), 160),
  })
}

export function passSpeak({ ladder }: Run, answer: Answer, evidence: Evidence[] = []): void {
  const status = { label: 'Status', value: `HTTP ${answer.status}` }
  if (ladder.isAt('speak')) ladder.pass('speak', [status, ...evidence])
}

/** The last two rungs: granted scopes, then what the answer holds and the webhook. Gives the facts. */
export async function finishApi(
  run: Run,
  answer: Answer,
  config: VendorAPIConfig,
  method: AuthMethod,
  expected: Expectations,
): Promise<ApiFacts> {
  const scopes = scopesIn(answer, expected)
  const missing =
    scopes === null ? run.missingScopes : config.scopes.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0) {
    throw new Stop('scope_missing', {
      status: answer.status,
      detail: `the scope ${missing.join(', ')}`,
    })
  }
  const shown = scopes?.map((scope) => run.redact(scope, 200)).slice(0, 100) ?? null
  run.ladder.pass('authenticate', [
    {
      label: 'Auth',
      value: presentedAs(method),
    },
    ...(shown === null
      ? []
      : [{ label: 'Scopes', value: shown.join(' ').slice(0, 300) || 'none' }]),
  ])

  if (
    expected.success &&
    scalarAt(answer.json, expected.success.pointer) !== expected.success.value
  ) {
    const said = wordsIn(answer.json)
    throw new Stop('verification_failed', {
      status: answer.status,
      detail: `the body does not have ${expected.success.pointer} = ${expected.success.value}`,
      ...(said === null ? {} : { said: run.redact(said, 160) }),
    })
  }
  const name = firstText(answer.json, expected.account)
  const account = name === null ? null : run.redact(name, 120)
  const webhook = config.webhook_url ? await checkWebhook(run, config.webhook_url) : []
  run.ladder.pass('use', [
    { label: 'Request', value: 'Succeeded' },
    ...(account === null ? [] : [{ label: 'Account', value: account }]),
    ...webhook,
  ])
  return { kind: config.kind, status: answer.status, account, scopes: shown }
}

/** Whether a server wants a client certificate, and looks at it, only its refusals tell. */
function presentedAs(method: AuthMethod): string {
  if (method === 'none') return 'No credential is presented'
  return method === 'certificate'
    ? 'Client certificate presented, nothing refused'
    : 'Credential accepted'
}

function scopesIn(answer: Answer, { scopes_header }: Expectations): string[] | null {
  const value = scopes_header ? answer.headers.get(scopes_header) : null
  return value === null ? null : value.split(/[\s,]+/).filter((scope) => scope !== '')
}
