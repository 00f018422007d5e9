import type { ErrorCode } from '@contract/errors'
import { focusManager, QueryClient } from '@tanstack/react-query'
import { AppError } from './errors'

/** What another attempt can mend at once. After a time-out one has waited long enough to be told. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['unavailable', 'rate_limited'])
const MAX_RETRIES = 2

export function shouldRetry(failures: number, error: Error): boolean {
  return failures < MAX_RETRIES && error instanceof AppError && RETRYABLE.has(error.code)
}

export function retryDelay(failures: number, error: Error): number {
  if (error instanceof AppError && error.retryAfterMs !== undefined) return error.retryAfterMs
  return Math.min(1_000 * 2 ** failures, 10_000)
}

// By itself it notices a tab that comes into sight, not a window in sight that one comes back to.
addEventListener('focus', () => focusManager.onFocus())

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        retry: shouldRetry,
        retryDelay,
      },
      // Offline it fails at once: held back, it would be done later, unasked and untold.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
