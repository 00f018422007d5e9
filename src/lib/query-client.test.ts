import { describe, expect, it } from 'vitest'
import { AppError } from './errors'
import { retryDelay, shouldRetry } from './query-client'

const failing = (code: AppError['code'], retryAfterMs?: number) =>
  new AppError(code, 'It failed.', { retryAfterMs })

describe('a query that failed is asked again', () => {
  it.each(['unavailable', 'rate_limited'] as const)('after %s, twice', (code) => {
    expect([0, 1, 2].map((failures) => shouldRetry(failures, failing(code)))).toEqual([
      true,
      true,
      false,
    ])
  })

  it.each([
    'unauthorized',
    'forbidden',
    'not_found',
    'invalid_request',
    'timeout',
    'internal',
  ] as const)('never after %s: it would fail the same way', (code) => {
    expect(shouldRetry(0, failing(code))).toBe(false)
  })

  it('when the server says, or after a longer and longer while', () => {
    expect(retryDelay(0, failing('rate_limited', 7_500))).toBe(7_500)
    expect([0, 1, 2, 9].map((failures) => retryDelay(failures, failing('timeout')))).toEqual([
      1_000, 2_000, 4_000, 10_000,
    ])
  })
})
