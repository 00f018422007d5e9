import type { ApiErrorBody, ApiErrorCode } from '../contract/errors.ts'

const STATUS: Record<ApiErrorCode, number> = {
  invalid_request: 400,
  unauthorized: 401,
  runner_code_invalid: 401,
  forbidden: 403,
  authorization_denied: 403,
  authorization_mismatch: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  name_taken: 409,
  authorization_used: 409,
  client_id_required: 409,
  authorization_expired: 410,
  payload_too_large: 413,
  rate_limited: 429,
  internal: 500,
  authorization_failed: 502,
  offline: 502,
  unavailable: 503,
  timeout: 504,
}

export interface ApiErrorDetails {
  /** What is wrong, by the path in the request: { "draft.config.url": "Enter a full address" }. */
  fields?: Record<string, string>
  retryAfterMs?: number
}

/** An outcome that the caller is told as it stands. Its message must hold nothing secret. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ApiErrorCode
  readonly details: ApiErrorDetails

  constructor(code: ApiErrorCode, message: string, details: ApiErrorDetails = {}) {
    super(message)
    this.code = code
    this.details = details
  }
}

/**
 * The status and body that tell an error. What is not an `ApiError` is logged with its causes under
 * its request id and answered as a plain `internal`.
 */
export function describeError(
  thrown: unknown,
  requestId: string,
): { status: number; body: ApiErrorBody } {
  if (thrown instanceof ApiError) {
    const { code, message, details } = thrown
    return { status: STATUS[code], body: { error: { code, message, requestId, ...details } } }
  }
  logError(requestId, thrown)
  const message =
    'Patchbay failed here, not your integration. Try again; if it stays, give us the request id.'
  return { status: STATUS.internal, body: { error: { code: 'internal', message, requestId } } }
}

/** Logs an error whole, with its causes; `about` names what it happened to. */
export function logError(requestId: string, thrown: unknown, about: Record<string, string> = {}) {
  console.error(JSON.stringify({ requestId, ...about, error: logged(thrown) }))
}

/** An engine's or a library's message may quote what it was given, at any length. */
const MAX_LOGGED = 2_000
const MAX_CAUSES = 4

/** What a log line tells of an error: PostgREST's say the most in `code` and `details`. */
function logged(thrown: unknown, depth = 0): unknown {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown).slice(0, MAX_LOGGED)
  const facts: Record<string, unknown> = {}
  for (const name of ['stack' in thrown ? 'stack' : 'message', 'code', 'details', 'hint']) {
    const fact: unknown = Reflect.get(thrown, name)
    if (typeof fact === 'string' && fact !== '') facts[name] = fact.slice(0, MAX_LOGGED)
  }
  if ('cause' in thrown && depth < MAX_CAUSES) facts.cause = logged(thrown.cause, depth + 1)
  return facts
}
