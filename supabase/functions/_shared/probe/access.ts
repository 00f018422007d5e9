// Access tokens of the method `oauth`, seen from a test: where they come from is not its business.
import type { UrlConfig } from '../contract/config.ts'
import type { FailureCode } from '../contract/errors.ts'
import { abortable } from '../egress/resolver.ts'
import { type Ladder, stageOf } from './ladder.ts'
import { type Run, Stop, type StopFacts } from './run.ts'

export type Access =
  | {
      ok: true
      token: string
      /** ISO 8601, or null where nobody knows. */
      expires_at: string | null
      /** Asked for and not granted. */
      missing_scopes: readonly string[]
    }
  | {
      ok: false
      code: Extract<
        FailureCode,
        | 'credential_missing'
        | 'credential_unreadable'
        | 'audience_mismatch'
        | 'authorization_missing'
        | 'authorization_revoked'
        | 'authorization_server_failed'
        | 'client_refused'
      >
      /** Holds nothing secret. */
      facts: StopFacts
    }
export type GivenAccess = Extract<Access, { ok: true }>

/** Gives the access tokens of one integration, as configured; `signal` ends the waiting for them. */
export type AccessTo = (config: UrlConfig, signal: AbortSignal) => AccessSource

export interface AccessSource {
  /** The token to begin with, renewed where it is about to end. */
  current(): Promise<Access>
  /** Another one, for the current was refused. */
  another(): Promise<Access>
}

/** The token to begin with. Throws Stop: then `reach` and `speak` are skipped, nobody was asked. */
export async function firstAccess(
  source: AccessSource,
  { ladder, signal }: { ladder: Ladder; signal: AbortSignal },
): Promise<GivenAccess> {
  try {
    return given(await within(signal, source.current()))
  } catch (error) {
    if (error instanceof Stop && stageOf(error.code) === 'authenticate') {
      const why = [{ label: 'Skipped', value: 'There is no access token to ask with' }]
      ladder.pass('configure', [{ label: 'Configuration', value: 'Valid' }])
      ladder.skip('reach', why)
      ladder.skip('speak', why)
    }
    throw error
  }
}

/**
 * Presents another token than the `authorization` that was refused, at most once a test, however many
 * requests were refused at once. False: that was the last, or what renews it is not there. Throws
 * Stop where the authorization server gives none.
 */
export type RenewAccess = (authorization: string | null) => Promise<boolean>

/** `headers`: what is presented. `learn`: hears of the new token before it is sent. */
export function createRenewal(
  source: AccessSource,
  headers: Headers,
  signal: AbortSignal,
  learn: (access: GivenAccess) => void,
): RenewAccess {
  let renewal: Promise<void> | undefined
  const renew = async () => {
    const renewed = await within(signal, source.another())
    // What is missing here is no news of the other side: its 401 stands.
    if (!renewed.ok && stageOf(renewed.code) !== 'authenticate') return
    const access = given(renewed, { status: 401 })
    learn(access)
    headers.set('authorization', `Bearer ${access.token}`)
  }
  return async (authorization) => {
    renewal ??= renew()
    await renewal
    return headers.get('authorization') !== authorization
  }
}

/**
 * Sends a request with the presented access token, and once more with another when that is refused
 * with 401. `onAnswer` hears of the first answer, whichever it is.
 */
export async function sendRenewing(
  { presented, renewAccess }: Run,
  send: () => Promise<Response>,
  onAnswer: (response: Response) => void,
): Promise<Response> {
  const authorization = presented.headers.get('authorization')
  const response = await send()
  onAnswer(response)
  if (response.status !== 401 || renewAccess === null) return response
  if (!(await renewAccess(authorization))) return response
  await response.body?.cancel()
  return send()
}

function given(access: Access, facts: StopFacts = {}): GivenAccess {
  if (access.ok) return access
  throw new Stop(access.code, { ...access.facts, ...facts })
}

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const late = () =>
    new Stop('authorization_server_failed', { detail: 'it did not answer in time' })
  return abortable(work, signal, late)
}
