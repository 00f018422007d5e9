import type { LogEntry } from '@contract/log-search'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, headOf, linesOf } from './export-lines'

const entry: LogEntry = {
  id: 7,
  user_integration_id: '33333333-3333-4333-8333-333333333333',
  event_type: 'check_failed',
  level: 'error',
  message: 'It said "no",\nand hung up.',
  metadata: { code: 'credential_refused' },
  created_at: '2026-03-03T14:00:00.123456+00:00',
}
const names = new Map([[entry.user_integration_id, '=cmd|calc']])

describe('an export', () => {
  it('as CSV is RFC 4180, and no spreadsheet’s program', () => {
    expect(headOf('csv') + linesOf([entry], 'csv', names)).toBe(
      'time,level,event,integration,message,integration_id,id,metadata\r\n' +
        '2026-03-03T14:00:00.123456+00:00,error,check_failed,"\'=cmd|calc",' +
        '"It said ""no"",\nand hung up.",33333333-3333-4333-8333-333333333333,7,' +
        '"{""code"":""credential_refused""}"\r\n',
    )
  })

  it('as NDJSON is the entry with its integration’s name, a line each', () => {
    const lines = (headOf('ndjson') + linesOf([entry, entry], 'ndjson', names)).split('\n')
    expect(lines).toHaveLength(3)
    expect(JSON.parse(lines[0] ?? '')).toEqual({ ...entry, integration: '=cmd|calc' })
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])('disarms %j', (text) => {
    expect(csvCell(text)).toMatch(/^"'/)
  })

  it.each(['Connected in 84 ms.', '', 'a-b', 'x=1'])('leaves %j as it is', (text) => {
    expect(csvCell(text)).toBe(text)
  })

  it('comes back from a reader of CSV as it went in, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab",\r\n=+-@ é'), maxLength: 20 }),
        (text) => {
          const cell = csvCell(text)
          const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
          expect(read === text || read === `'${text}`).toBe(true)
          // Outside of quotes nothing ends a cell.
          if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/)
        },
      ),
    )
  })
})
