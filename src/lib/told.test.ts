import { expect, it } from 'vitest'
import { AppError } from './errors'
import { told, toldInOneLine } from './told'

it.each([
  [400, '1 s'],
  [12_300, '13 s'],
  [99_000, '99 s'],
  [100_000, '2 min'],
  [86_400_000, '24 h'],
])('a limit that ends in %i ms is worth another try in %s', (retryAfterMs, wait) => {
  const limited = new AppError('rate_limited', 'No room for a test now.', { retryAfterMs })
  expect(told(limited).sentence).toBe(`No room for a test now. Try again in ${wait}.`)
})

it('names the request that we failed at, and no other', () => {
  const ours = new AppError('internal', 'Patchbay failed here.', { requestId: 'r-1' })
  expect(told(ours)).toEqual({ sentence: 'Patchbay failed here.', requestId: 'r-1' })
  expect(toldInOneLine(ours)).toBe('Patchbay failed here. Request id: r-1')
  const theirs = new AppError('not_found', 'It is gone.', { requestId: 'r-2' })
  expect(toldInOneLine(theirs)).toBe('It is gone.')
})
