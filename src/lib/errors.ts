import { API_ERROR_CODES, ApiErrorBody, type ApiErrorCode, type ErrorCode } from '@contract/errors'
import * as z from 'zod/mini'
import { AUTH_ERRORS, codeOfStatus, NAME_TAKEN, SENTENCES } from './error-sentences'

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

/** An error of `@supabase/auth-js`: its own mark, as its classes are not needed here otherwise. */
const AuthFailure = z.object({
  __isAuthError: z.literal(true),
  name: z.string(),
  status: z.optional(z.number()),
  code: z.optional(z.string()),
})

/** What PostgREST answers, with the HTTP status beside it. The code alone is not to be trusted. */
const DataFailure = z.object({
  message: z.string(),
  code: z.optional(z.nullable(z.string())),
  details: z.optional(z.nullable(z.string())),
  status: z.optional(z.number()),
})

/** Whatever was thrown, as the one kind of error that screens know. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof z.core.$ZodError) {
    return plain(
      'internal',
      thrown,
      'The answer was not understood. Reload the page to be up to date.',
    )
  }
  if (isNamed(thrown, 'AbortError') || isNamed(thrown, 'TimeoutError'))
    return plain('timeout', thrown)
  if (isFetchFailure(thrown)) return unreachable(thrown)

  const ofAuth = AuthFailure.safeParse(thrown)
  if (ofAuth.success) return fromAuth(ofAuth.data, thrown)

  const ofFunction = ApiErrorBody.safeParse(thrown)
  if (ofFunction.success) return fromApiError(ofFunction.data)

  // A bare Error is a defect of ours, not an answer of the database.
  const ofData = thrown instanceof Error ? null : DataFailure.safeParse(thrown)
  if (ofData?.success) return fromData(ofData.data, thrown)
  return plain('internal', thrown)
}

function fromAuth(failure: z.infer<typeof AuthFailure>, cause: unknown): AppError {
  const known = failure.code === undefined ? undefined : AUTH_ERRORS[failure.code]
  if (known) return new AppError(known.code, known.message, { fields: known.fields, cause })
  if (failure.name === 'AuthSessionMissingError') return plain('unauthorized', cause)
  // auth-js calls it "retryable" when there was no answer (status 0), or a gateway's.
  if (failure.name === 'AuthRetryableFetchError' && !failure.status) return unreachable(cause)
  return plain(codeOfStatus(failure.status), cause)
}

function fromData(failure: z.infer<typeof DataFailure>, cause: unknown): AppError {
  const { status, code, message, details } = failure
  // postgrest-js wraps what its fetch threw: an AppError of ours keeps its code.
  const own = API_ERROR_CODES.find((each) => each === code)
  if (own) return new AppError(own, message.replace(/^AppError: /, ''), { cause })
  if (status === 0)
    return /^AbortError|^TimeoutError/.test(message) ? plain('timeout', cause) : unreachable(cause)
  if (`${message} ${details ?? ''}`.includes(NAME_TAKEN.constraint)) {
    return new AppError('name_taken', NAME_TAKEN.message, {
      fields: { name: NAME_TAKEN.message },
      cause,
    })
  }
  return plain(codeOfDatabase(code) ?? codeOfStatus(status), cause)
}

/** PostgREST's and PostgreSQL's own codes, where they say more than the status does. */
function codeOfDatabase(code: string | null | undefined): ApiErrorCode | null {
  if (!code) return null
  if (code === 'PGRST301' || code === 'PGRST302' || code === 'PGRST303') return 'unauthorized'
  if (code === 'PGRST116') return 'not_found'
  if (code === '42501') return 'forbidden'
  if (code === '23505') return 'conflict'
  // SUP: how the embedded backend reports a check constraint.
  if (code === '23514' || code === '23502' || code === '22P02' || code === 'SUP')
    return 'invalid_request'
  return null
}

function unreachable(cause: unknown): AppError {
  return plain(navigator.onLine ? 'unavailable' : 'offline', cause)
}

function plain(code: ApiErrorCode, cause: unknown, message: string = SENTENCES[code]): AppError {
  return new AppError(code, message, { cause })
}

function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof Error && thrown.name === name
}

/** What each browser's fetch says when there is no answer; other TypeErrors are mistakes of ours. */
function isFetchFailure(thrown: unknown): boolean {
  return (
    thrown instanceof TypeError &&
    /failed to fetch|networkerror|load failed|fetch failed|network connection/i.test(thrown.message)
  )
}
