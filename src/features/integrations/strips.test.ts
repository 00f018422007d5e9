import { expect, it } from 'vitest'
import { aCheck, minutesAgo } from '../../../tests/support/factories'
import { stripsOf } from './strips'

const ID = '11111111-1111-4111-8111-111111111111'
const check = (over: Parameters<typeof aCheck>[0]) => aCheck({ user_integration_id: ID, ...over })

it('draws each integration its own checks, oldest first', () => {
  const other = aCheck({ response_time_ms: 5 })
  const strips = stripsOf([
    check({ checked_at: minutesAgo(1), response_time_ms: 90 }),
    other,
    check({ checked_at: minutesAgo(9), response_time_ms: 70 }),
  ])
  expect(strips[ID]?.bars.map(({ ms }) => ms)).toEqual([70, 90])
  expect(strips[other.user_integration_id]?.bars).toHaveLength(1)
})

it('calls slow what is twice the usual and can be felt', () => {
  const usual = Array.from({ length: 8 }, () => check({ response_time_ms: 200 }))
  const bars = (ms: number) => stripsOf([...usual, check({ response_time_ms: ms })])[ID]?.bars
  expect(bars(390)?.some(({ tone }) => tone === 'slow')).toBe(false)
  expect(bars(410)?.some(({ tone }) => tone === 'slow')).toBe(true)
})

it('does not call 90 ms slow where 30 are usual: nobody feels it', () => {
  const usual = Array.from({ length: 8 }, () => check({ response_time_ms: 30 }))
  const strip = stripsOf([...usual, check({ response_time_ms: 90 })])[ID]
  expect(strip?.bars.every(({ tone }) => tone === 'ok')).toBe(true)
})

it('tells "them" from "us": a check that Patchbay could not make is no failure of theirs', () => {
  const strip = stripsOf([
    check({}),
    check({ success: false, response_time_ms: null }),
    check({ success: false, response_time_ms: null, source: 'client' }),
  ])[ID]
  expect(strip?.bars.map(({ tone }) => tone).toSorted()).toEqual(['bad', 'none', 'ok'])
  expect(strip?.summary).toBe('Last 3 checks: 1 passed, 1 failed, Patchbay could not make 1.')
})
