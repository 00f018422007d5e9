import type { ApiErrorBody, ApiErrorCode, ErrorCode } from '@contract/errors'
import { AUTH_ERRORS, codeOfStatus, NAME_TAKEN, NOT_UNDERSTOOD, SENTENCES } from './error-sentences'

export interface AppErrorDetails {
  /** What is wrong, by the path of the field ("email", "draft.config.url"). */
  fields?: Record<string, string> | undefined
  retryAfterMs?: number | undefined
  requestId?: string | undefined
  cause?: unknown
}

/** The only error that leaves `services` and `lib`. `message` is for the person who reads it. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly fields: Record<string, string> | undefined
  readonly retryAfterMs: number | undefined
  readonly requestId: string | undefined

  constructor(code: ErrorCode, message: string, details: AppErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.code = code
    this.fields = details.fields
    this.retryAfterMs = details.retryAfterMs
    this.requestId = details.requestId
  }
}

/** What a function says of itself is taken as it is. */
export function fromApiError({ error }: ApiErrorBody): AppError {
  const { code, message, ...details } = error
  return new AppError(code, message, details)
}

/**
 * Whatever was thrown, as the one kind of error that screens know. It looks at shapes by hand: the
 * sign-in page needs it, and a schema library would be a twelfth of what that page may weigh.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (typeof thrown !== 'object' || thrown === null) return plain('internal', thrown)
  const name = textOf(thrown, 'name')
  if (name === 'AbortError' || name === 'TimeoutError') return plain('timeout', thrown)
  if (name.endsWith('ZodError')) return plain('internal', thrown, NOT_UNDERSTOOD)
  if ('__isAuthError' in thrown) return fromAuth(thrown)
  if (isFetchFailure(thrown)) return unreachable(thrown)
  // Any other Error is a defect of ours, not an answer of the database.
  return thrown instanceof Error ? plain('internal', thrown) : fromData(thrown)
}

/** An error of `@supabase/auth-js`. */
function fromAuth(thrown: object): AppError {
  const known = AUTH_ERRORS[textOf(thrown, 'code')]
  if (known) return new AppError(known.code, known.message, { fields: known.fields, cause: thrown })
  const name = textOf(thrown, 'name')
  if (name === 'AuthSessionMissingError') return plain('unauthorized', thrown)
  const status = statusOf(thrown)
  // auth-js calls it "retryable" when there was no answer (status 0), or a gateway's.
  if (name === 'AuthRetryableFetchError' && !status) return unreachable(thrown)
  return plain(codeOfStatus(status), thrown)
}

/** What PostgREST answers, with the HTTP status beside it. The code alone is not to be trusted. */
function fromData(thrown: object): AppError {
  const code = textOf(thrown, 'code')
  const message = textOf(thrown, 'message')
  const status = statusOf(thrown)
  // postgrest-js wraps what its fetch threw: an AppError of ours keeps its code.
  if (isApiErrorCode(code)) {
    return new AppError(code, message.replace(/^AppError: /, ''), { cause: thrown })
  }
  if (status === 0) {
    return /^(Abort|Timeout)Error/.test(message) ? plain('timeout', thrown) : unreachable(thrown)
  }
  if (`${message} ${textOf(thrown, 'details')}`.includes(NAME_TAKEN.constraint)) {
    const fields = { name: NAME_TAKEN.message }
    return new AppError('name_taken', NAME_TAKEN.message, { fields, cause: thrown })
  }
  return plain(codeOfDatabase(code) ?? codeOfStatus(status), thrown)
}

/** PostgREST's and PostgreSQL's own codes, where they say more than the status does. */
function codeOfDatabase(code: string): ApiErrorCode | null {
  if (code === 'PGRST301' || code === 'PGRST302' || code === 'PGRST303') return 'unauthorized'
  if (code === 'PGRST116') return 'not_found'
  if (code === '42501') return 'forbidden'
  // PostgREST's way to answer 429; what stands in front of it may have its own status.
  if (code === 'PT429') return 'rate_limited'
  if (code === '23505') return 'conflict'
  if (code === '23514' || code === '23502' || code === '22P02') return 'invalid_request'
  // SUP, of the embedded backend, can be anything: the status says what.
  return null
}

function unreachable(cause: unknown): AppError {
  return plain(navigator.onLine ? 'unavailable' : 'offline', cause)
}

function plain(code: ApiErrorCode, cause: unknown, message: string = SENTENCES[code]): AppError {
  return new AppError(code, message, { cause })
}

function isApiErrorCode(code: string): code is ApiErrorCode {
  return Object.hasOwn(SENTENCES, code)
}

/** Of `fetch`, of a body that breaks off, and of `import()`, in Chrome's, Firefox's and Safari's words. */
const NO_ANSWER =
  /failed to fetch|network ?error|load failed|fetch failed|network connection|error in (body|input) stream|importing a module|dynamically imported/i

/** What browsers say when there is no answer; other TypeErrors are mistakes of ours. */
function isFetchFailure(thrown: object): boolean {
  return thrown instanceof TypeError && NO_ANSWER.test(thrown.message)
}

function textOf(thrown: object, key: string): string {
  const value: unknown = Reflect.get(thrown, key)
  return typeof value === 'string' ? value : ''
}

function statusOf(thrown: object): number | undefined {
  const value: unknown = Reflect.get(thrown, 'status')
  return typeof value === 'number' ? value : undefined
}
