import { expect, it } from 'vitest'
import { stripOf } from '@/services/strips'
import { aMetric } from '../../../tests/support/factories'
import { resultOf, stripOfMetrics } from './checks-view'

it('draws the same from metrics, newest first, as a card does from its checks', () => {
  const usual = Array.from({ length: 40 }, () => aMetric({ response_time_ms: 200 }))
  const newest = [
    aMetric({ response_time_ms: null, success: false, source: 'client' }),
    aMetric({ response_time_ms: 900 }),
    aMetric({ response_time_ms: 80, success: false }),
  ]
  expect(stripOfMetrics([...newest, ...usual])).toEqual(
    stripOf([
      ...Array.from({ length: 27 }, (): [number, 'passed'] => [200, 'passed']),
      [80, 'failed'],
      [900, 'passed'],
      [null, 'unmade'],
    ]),
  )
})

it.each([
  ['the browser could not ask', { source: 'client', error_code: 'unavailable' }],
  ['no runner was there', { source: 'background', error_code: 'runner_offline' }],
  ['the runner went', { source: 'background', error_code: 'runner_lost' }],
] as const)('calls a check not made where %s', (_why, over) => {
  expect(resultOf(aMetric({ success: false, ...over })).word).toBe('Not made')
})
