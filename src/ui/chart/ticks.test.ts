import { expect, it } from 'vitest'
import { timeTicks, valueTicks } from './ticks'

it.each([
  [0, [0, 0.25]],
  [1, [0, 0.25, 0.5, 0.75, 1]],
  [84, [0, 25, 50, 75, 100]],
  [200, [0, 50, 100, 150, 200]],
  [201, [0, 100, 200, 300]],
  [9_300, [0, 2_500, 5_000, 7_500, 10_000]],
])('values up to %d get few ticks, all round', (max, ticks) => {
  expect(valueTicks(max)).toEqual(ticks)
})

const HOUR = 3_600_000

it('a day has ticks at hours that a clock shows', () => {
  const from = new Date(2026, 2, 10, 9, 41).getTime()
  const ticks = timeTicks(from, from + 24 * HOUR).map((at) => new Date(at))
  expect(ticks.map((date) => date.getHours())).toEqual([12, 16, 20, 0, 4, 8])
  expect(ticks.every((date) => date.getMinutes() === 0)).toBe(true)
})

it.each([7, 30, 90])('%d days have ticks at midnights, at most eight', (days) => {
  const to = new Date(2026, 9, 30, 15, 20).getTime()
  const ticks = timeTicks(to - days * 24 * HOUR, to).map((at) => new Date(at))
  expect(ticks.every((date) => date.getHours() === 0)).toBe(true)
  expect(ticks.length).toBeGreaterThanOrEqual(6)
  expect(ticks.length).toBeLessThanOrEqual(8)
})
