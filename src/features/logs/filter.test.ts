import { describe, expect, it } from 'vitest'
import { keyText, queryOf, readKey, readLogFilter, writeLogFilter } from './filter'

const ID = '33333333-3333-4333-8333-333333333333'
const read = (search: string) => readLogFilter(new URLSearchParams(search))
const write = (search: string, change: Parameters<typeof writeLogFilter>[1]) =>
  writeLogFilter(new URLSearchParams(search), change).toString()

describe('the filter in the URL', () => {
  it('is the last seven days of everything where it says nothing', () => {
    expect(read('')).toEqual({
      q: '',
      integrations: [],
      events: [],
      levels: [],
      time: { range: '7d' },
    })
    expect(write('', {})).toBe('')
  })

  it('comes back as it was written', () => {
    const filter = {
      q: 'did not answer',
      integrations: [ID],
      events: ['check_failed', 'client_error'] as const,
      levels: ['warn', 'error'] as const,
      time: { from: Date.parse('2026-03-03T14:00:00Z'), to: Date.parse('2026-03-03T16:00:00Z') },
    }
    expect(read(write('', filter))).toEqual(filter)
    expect(read(write('', { ...filter, time: { range: 'all' } })).time).toEqual({ range: 'all' })
  })

  it('closes the entry that is open, and leaves what it does not know', () => {
    expect(write('live=1&entry=x', { levels: ['error'] })).toBe('live=1&level=error')
  })

  it.each([
    'level=loud&event=nothing&integration=1%27%3B--&range=9y',
    'from=2026-03-03&to=2026-03-01',
    'from=soon&to=later',
    'from=2026-03-03',
  ])('passes over what means nothing: %s', (search) => {
    expect(read(search)).toEqual(read(''))
  })

  it('asks for seconds by the database’s clock, or for the span that was drawn', () => {
    expect(queryOf(read('range=24h'))).toMatchObject({ last_s: 86_400, from: null, to: null })
    expect(queryOf(read('range=all'))).toMatchObject({ last_s: null, from: null, to: null })
    expect(queryOf(read('from=2026-03-03T14:00:00Z&to=2026-03-03T16:00:00Z'))).toMatchObject({
      last_s: null,
      from: '2026-03-03T14:00:00.000Z',
      to: '2026-03-03T16:00:00.000Z',
    })
  })
})

describe('an entry in a link', () => {
  it('is named to the microsecond', () => {
    const key = { created_at: '2026-03-03T14:00:00.123456+00:00', id: 42 }
    expect(readKey(keyText(key))).toEqual(key)
  })

  it.each([
    null,
    '',
    'x~1',
    '2026-03-03T14:00:00Z',
    '2026-03-03T99:99:99Z~1',
    '2026-03-03T14:00:00Z~1 or 1=1',
  ])('is none in %j', (text) => {
    expect(readKey(text)).toBeNull()
  })
})
