import { toAppError } from './errors'

/** An error as a person is told it. `requestId`: only where we failed, and need to be told which time. */
export function told(thrown: unknown): { sentence: string; requestId: string | null } {
  const { code, message, retryAfterMs, requestId } = toAppError(thrown)
  return {
    sentence:
      retryAfterMs === undefined ? message : `${message} Try again in ${duration(retryAfterMs)}.`,
    requestId: (code === 'internal' && requestId) || null,
  }
}

/** The same where there is room for one line. */
export function toldInOneLine(thrown: unknown): string {
  const { sentence, requestId } = told(thrown)
  return requestId === null ? sentence : `${sentence} Request id: ${requestId}`
}

/** Rounded up: too early is in vain. */
function duration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000))
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 100 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`
}
