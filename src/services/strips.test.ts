import type { RecentChecks } from '@contract/rows'
import { expect, it } from 'vitest'
import { stripsOf } from './strips'

const ID = '11111111-1111-4111-8111-111111111111'
const OTHER = '22222222-2222-4222-8222-222222222222'
type Check = NonNullable<RecentChecks[string]>[number]
const passed = (ms: number): Check => [ms, 'passed']
const stripOf = (...checks: Check[]) => stripsOf({ [ID]: checks })[ID]

it('draws each integration its own checks, in their order', () => {
  const strips = stripsOf({ [ID]: [passed(70), passed(90)], [OTHER]: [passed(5)] })
  expect(strips[ID]?.bars.map(({ ms }) => ms)).toEqual([70, 90])
  expect(strips[OTHER]?.bars).toHaveLength(1)
})

it('calls slow what is twice the usual and can be felt', () => {
  const usual = Array.from({ length: 8 }, () => passed(200))
  const bars = (ms: number) => stripOf(...usual, passed(ms))?.bars
  expect(bars(390)?.some(({ tone }) => tone === 'slow')).toBe(false)
  expect(bars(410)?.some(({ tone }) => tone === 'slow')).toBe(true)
})

it('does not call 90 ms slow where 30 are usual: nobody feels it', () => {
  const usual = Array.from({ length: 8 }, () => passed(30))
  expect(stripOf(...usual, passed(90))?.bars.every(({ tone }) => tone === 'ok')).toBe(true)
})

it('tells "them" from "us": a check that Patchbay could not make is no failure of theirs', () => {
  const strip = stripOf(passed(80), [null, 'failed'], [null, 'unmade'])
  expect(strip?.bars.map(({ tone }) => tone)).toEqual(['ok', 'bad', 'none'])
  expect(strip?.summary).toBe('Last 3 checks: 1 passed, 1 failed, Patchbay could not make 1.')
})
