import { describe, expect, it } from 'vitest'
import { timeAgo } from './relative-time'

const now = Date.parse('2026-03-10T12:00:00Z')

describe('how long ago', () => {
  it.each([
    ['2026-03-10T12:00:05Z', 'just now'],
    ['2026-03-10T11:59:30Z', 'just now'],
    ['2026-03-10T11:59:10Z', '1 min ago'],
    ['2026-03-10T11:58:00Z', '2 min ago'],
    ['2026-03-10T11:00:20Z', '59 min ago'],
    ['2026-03-10T11:00:00Z', '1 h ago'],
    ['2026-03-09T12:30:00Z', '23 h ago'],
    ['2026-03-09T12:00:00Z', '1 d ago'],
    ['2026-03-03T12:00:01Z', '6 d ago'],
  ])('%s is %s', (date, words) => {
    expect(timeAgo(date, now)).toBe(words)
  })

  it('is a date after a week', () => {
    expect(timeAgo('2026-02-01T12:00:00Z', now)).toMatch(/2026/)
  })
})
