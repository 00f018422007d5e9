import { expect, it } from 'vitest'
import { aHealth, anIncident, minutesAgo } from '../../../tests/support/factories'
import {
  countWords,
  dueWords,
  durationWords,
  historyOf,
  historyWords,
  incidentDuration,
  intervalsWith,
  intervalWords,
  uptimeWords,
} from './history-view'

it('never rounds uptime up to all of it', () => {
  expect(uptimeWords({ checks: 0, failures: 0 })).toBeNull()
  expect(uptimeWords({ checks: 288, failures: 0 })).toBe('100%')
  expect(uptimeWords({ checks: 100_000, failures: 1 })).toBe('99.99%')
  expect(uptimeWords({ checks: 3, failures: 1 })).toBe('66.66%')
  expect(uptimeWords({ checks: 2, failures: 2 })).toBe('0.00%')
})

it('counts in words', () => {
  expect(countWords({ checks: 0, failures: 0 })).toBe('no checks')
  expect(countWords({ checks: 1, failures: 0 })).toBe('1 check')
  expect(countWords({ checks: 8_640, failures: 12 })).toBe('12 of 8,640 checks failed')
})

it('tells the chart in one sentence', () => {
  const health = aHealth({
    points: [
      [1_000, 3, 0, 80, 120, 200],
      [1_900, 3, 3, null, null, null],
      [2_800, 3, 0, 90, 130, 9_000],
    ],
  })
  expect(historyWords(historyOf(health, '24h', 300), '24h')).toBe(
    'In the last 24 hours: 3 of 9 checks failed; half of the answers came within 80 ms to 90 ms, 95% within 120 ms to 130 ms.',
  )
  expect(historyWords(historyOf({ ...health, points: [] }, '7d', 300), '7d')).toBe(
    'In the last 7 days: no checks.',
  )
})

it('joins points as far apart as checks are, and no further', () => {
  const gap = (intervalS: number) => historyOf(aHealth(), '24h', intervalS).maxGap / 1_000
  expect(gap(60)).toBeGreaterThan(1_800)
  expect(gap(60)).toBeLessThan(2_700)
  expect(gap(3_600)).toBeGreaterThan(7_200)
})

it.each([
  [20_000, 'under a minute'],
  [59 * 60_000, '59 min'],
  [61 * 60_000, '1 h 1 min'],
  [26 * 3_600_000, '1 d 2 h'],
  [48 * 3_600_000, '2 d'],
])('%d ms are %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words)
})

it('tells how long an incident took, or goes on', () => {
  expect(incidentDuration(anIncident(), Date.now())).toBe('12 min')
  const open = anIncident({ opened_at: minutesAgo(90), closed_at: null, ended_by: null })
  expect(incidentDuration(open, Date.now())).toBe('1 h 30 min')
})

it('tells when the next check comes', () => {
  expect(dueWords(200_000, 20_000)).toBe('the next in 3 min')
  expect(dueWords(50_000, 20_000)).toBe('the next within a minute')
  expect(dueWords(10_000, 20_000)).toBe('the next is due')
})

it('offers sensible intervals, and the one that is stored', () => {
  expect(intervalsWith(300)).toContain(300)
  expect(intervalsWith(420)).toContain(420)
  expect([60, 300, 3_600, 86_400, 90].map(intervalWords)).toEqual([
    'minute',
    '5 minutes',
    'hour',
    '24 hours',
    '90 seconds',
  ])
})
