import type { AuthMethod } from '../contract/auth.ts'
import type { FailureCode } from '../contract/errors.ts'
import { firstText } from './pointer.ts'
import type { StopFacts } from './run.ts'

const MAX_RETRY_AFTER_SECONDS = 86_400 * 7
const WHERE_ERRORS_STAND = [
  '/error_description',
  '/error/message',
  '/errors/0/message',
  '/errors/0/detail',
  '/message',
  '/detail',
  '/error',
]

/** What a refusal's own words are, for people; null where there are none. */
export function wordsIn(json: unknown): string | null {
  return firstText(json, WHERE_ERRORS_STAND)
}

export interface Refusal {
  code: FailureCode
  facts: StopFacts
}

/**
 * What a status of 400 or more means, told apart as a person would: who you are (401), what you may
 * (403), how often (429, and 403 with a limit spent), where (404), or the server's own fault (5xx).
 * Who presents no credential cannot have a wrong one: then 401 and 403 both ask for one.
 */
export function judgeStatus(
  { status, headers }: { status: number; headers: Headers },
  method: AuthMethod,
  isExpired: boolean,
): Refusal | null {
  if (status < 400) return null
  const facts: StopFacts = { status }
  const challenge = headers.get('www-authenticate') ?? ''
  if (status === 429 || (status === 403 && isLimitSpent(headers))) {
    return {
      code: 'upstream_rate_limited',
      facts: { status, retryAfterSeconds: retryAfter(headers) },
    }
  }
  if (method === 'none' && (status === 401 || status === 403)) {
    return { code: 'authorization_required', facts }
  }
  if (status === 401) {
    const saysExpired = /expired/i.test(challenge)
    return { code: saysExpired || isExpired ? 'credential_expired' : 'credential_refused', facts }
  }
  if (status === 403) {
    if (!/insufficient_scope/i.test(challenge)) return { code: 'permission_denied', facts }
    return { code: 'scope_missing', facts: { status, detail: 'a scope that this request needs' } }
  }
  if (status === 404 || status === 410) return { code: 'endpoint_not_found', facts }
  if (status >= 500) return { code: 'server_error', facts }
  return { code: 'unexpected_status', facts }
}

/**
 * nginx, in front of most servers that want a client certificate, completes the handshake without one
 * and then answers 400 (495 and 496 inside), always in the same words. Null where it is not that.
 */
export function judgeCertificate(status: number, text: string, isExpired: boolean): Refusal | null {
  if (status !== 400) return null
  const facts: StopFacts = { status }
  if (/No required SSL certificate was sent/.test(text)) {
    return { code: 'client_certificate_required', facts }
  }
  if (!/The SSL certificate error/.test(text)) return null
  return { code: isExpired ? 'credential_expired' : 'client_certificate_refused', facts }
}

/** GitHub and others answer 403, not 429, when a limit is spent. */
function isLimitSpent(headers: Headers): boolean {
  return headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function retryAfter(headers: Headers): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000
  if (!Number.isFinite(seconds) || seconds <= 0) return null
  return Math.min(Math.ceil(seconds), MAX_RETRY_AFTER_SECONDS)
}
