import type { LogEntry } from '@contract/log-search'
import { expect, it } from 'vitest'
import { mergeTail, overlapBefore } from './tail'

const entry = (id: number, second: number): LogEntry => ({
  id,
  user_integration_id: '33333333-3333-4333-8333-333333333333',
  event_type: 'status_changed',
  level: 'info',
  message: `Entry ${id}.`,
  metadata: {},
  created_at: `2026-03-03T14:00:${String(second).padStart(2, '0')}.000000+00:00`,
})
const ids = (entries: LogEntry[]) => entries.map(({ id }) => id)

it('puts what comes on top, each once', () => {
  const first = [entry(3, 3), entry(2, 2)]
  const tail = mergeTail([], [entry(5, 5), entry(4, 4), entry(3, 3)], first)
  expect(ids(tail)).toEqual([5, 4])
  expect(ids(mergeTail(tail, [entry(6, 6), entry(5, 5)], first))).toEqual([6, 5, 4])
})

it('finds what was begun earlier and is seen later', () => {
  const tail = mergeTail([], [entry(9, 9)], [])
  expect(ids(mergeTail(tail, [entry(9, 9), entry(8, 5)], []))).toEqual([9, 8])
  expect(overlapBefore('2026-03-03T14:00:09.123456+00:00')).toBe('2026-03-03T13:59:59.123Z')
})
