import { describe, expect, it } from 'vitest'
import { anMcpType, aVendorType } from '../../../tests/support/factories'
import { aFailingRow, aHealthRow, anOverview } from '../../../tests/support/health-overviews'
import { conditionOf } from './condition'
import { readFilters, writeFilters } from './overview-filters'
import { filterWatched, summaryOf, watchedOf } from './overview-model'
import { noteOf } from './row-note'
import { countInWords, percentOf } from './uptime'

const DAYS = 90
const failing = (from: number, each: number) =>
  Array.from({ length: DAYS }, (_, day) => (day >= from ? each : 0))
const NEVER = { checks: failing(0, 0), failures: failing(0, 0), last_checked_at: null, p95: null }
const names = (watched: { row: { name: string } }[]) => watched.map(({ row }) => row.name)
const noFilters = readFilters(new URLSearchParams())

describe('the order', () => {
  it('is worst first: the longest incident, what fails, what is unsteady, then by uptime', () => {
    const overview = anOverview({
      integrations: [
        aHealthRow('never connected', { status: 'configuring', ...NEVER }),
        aHealthRow('paused', { is_watched: false }),
        aHealthRow('new', { ...NEVER }),
        aHealthRow('perfect', { failures: failing(0, 0) }),
        aHealthRow('had a bad day', { failures: failing(88, 0).with(50, 100) }),
        aHealthRow('unsteady', { failures: failing(89, 12) }),
        aHealthRow('error from its first test', { status: 'error' }),
        aFailingRow('failing for minutes', 12),
        aFailingRow('failing for hours', 192),
        aFailingRow('failing, tested now', 60),
      ].map((row) => (row.name.endsWith('now') ? { ...row, status: 'testing' } : row)),
    })
    expect(names(watchedOf(overview, [], 90))).toEqual([
      'failing for hours',
      'failing, tested now',
      'failing for minutes',
      'error from its first test',
      'unsteady',
      'had a bad day',
      'perfect',
      'new',
      'paused',
      'never connected',
    ])
  })

  it('follows the days that are shown', () => {
    const overview = anOverview({
      integrations: [
        aHealthRow('long ago', { failures: failing(0, 0).with(5, 200) }),
        aHealthRow('lately', { failures: failing(0, 0).with(85, 20) }),
      ],
    })
    expect(names(watchedOf(overview, [], 90))).toEqual(['long ago', 'lately'])
    expect(names(watchedOf(overview, [], 7))).toEqual(['lately', 'long ago'])
  })
})

it('calls a lost packet nothing, however few checks there are, and 1% of two days unsteady', () => {
  const rare = { checks: failing(88, 24), failures: failing(89, 2) }
  expect(conditionOf(aHealthRow('a', rare))).toBe('healthy')
  expect(conditionOf(aHealthRow('a', { failures: failing(89, 1) }))).toBe('healthy')
  expect(conditionOf(aHealthRow('a', { failures: failing(89, 6) }))).toBe('unsteady')
})

describe('the sentences', () => {
  const note = (row: ReturnType<typeof aHealthRow>, type = aVendorType()) =>
    noteOf(
      { row, type, condition: conditionOf(row), haystack: '' },
      new Date(Date.now() + 1_000).toISOString(),
    )

  it('say why and since when something fails', () => {
    expect(note(aFailingRow('a', 192))).toEqual({
      lead: 'Failing for 3 h',
      tone: 'bad',
      text: 'Stripe answered 401: the key has expired.',
    })
    expect(note({ ...aFailingRow('a', 12), is_watched: false }).lead).toBe(
      'Paused, failing for 12 min',
    )
    expect(note({ ...aFailingRow('a', 0), last_error: null }).lead).toBe(
      'Failing for less than a minute',
    )
  })

  it('tell apart who is never watched, paused, and not yet checked', () => {
    expect(note(aHealthRow('a', { is_watched: false })).text).toBe('Paused: nobody checks it.')
    expect(note(aHealthRow('a', { ...NEVER })).text).toBe('Waits for its first check.')
    expect(note(aHealthRow('a', { status: 'configuring', ...NEVER })).text).toBe('Never tested.')
    expect(note(aHealthRow('a', { status: 'configuring' })).text).toBe('Changed, not tested.')
    expect(note(aHealthRow('a', { status: 'disconnected' })).text).toBe(
      'Disconnected: not checked.',
    )
    expect(note(aHealthRow('a')).text).toBe('Stripe · Payments')
  })

  it('say how much fails of what still stands', () => {
    expect(note(aHealthRow('a', { failures: failing(88, 20) }))).toMatchObject({
      lead: 'Unsteady',
      text: '40 of 576 checks failed since yesterday.',
    })
  })
})

describe('figures', () => {
  it.each([
    [{ checks: 0, failures: 0 }, '–', 'no checks'],
    [{ checks: 1, failures: 0 }, '100%', '1 check, none failed'],
    [{ checks: 25_920, failures: 1 }, '99.99%', '25,920 checks, 1 failed'],
    [{ checks: 1_000_000, failures: 1 }, '99.99%', '1,000,000 checks, 1 failed'],
    [{ checks: 3, failures: 1 }, '66.66%', '3 checks, 1 failed'],
    [{ checks: 2, failures: 2 }, '0.00%', '2 checks, all failed'],
  ])('%o is %s', (count, percent, words) => {
    expect(percentOf(count)).toBe(percent)
    expect(countInWords(count)).toBe(words)
  })

  it('of everything are one sentence', () => {
    const integrations = [aFailingRow('a', 5), aHealthRow('b'), aHealthRow('c', { ...NEVER })]
    const all = watchedOf(anOverview({ integrations }), [], 7)
    expect(summaryOf(all, 7)).toEqual({ total: 3, failing: 1, unsteady: 0, passed: '99.00%' })
    expect(summaryOf([], 7)).toMatchObject({ passed: null })
  })
})

describe('the filters', () => {
  const overview = anOverview({
    integrations: [
      aHealthRow('Acme GitHub', { type_id: 'github-mcp' }),
      aHealthRow('Acme Stripe', { type_id: 'stripe', is_watched: false }),
      aFailingRow('Of no type', 3),
    ],
  })
  const all = watchedOf(overview, [anMcpType(), aVendorType()], 30)
  const found = (query: string) =>
    names(filterWatched(all, readFilters(new URLSearchParams(query))))

  it.each([
    ['', ['Of no type', 'Acme GitHub', 'Acme Stripe']],
    ['q=acme+payments', ['Acme Stripe']],
    ['type=mcp', ['Acme GitHub']],
    ['status=failing&status=paused', ['Of no type', 'Acme Stripe']],
    ['status=odd&type=odd&days=4', ['Of no type', 'Acme GitHub', 'Acme Stripe']],
  ])('%s', (query, expected) => {
    expect(found(query)).toEqual(expected)
  })

  it('stand in the URL, beside what is not theirs', () => {
    const params = new URLSearchParams('other=1&q=x')
    const next = writeFilters(params, { days: 7, conditions: ['failing', 'paused'], type: 'mcp' })
    expect(`${next}`).toBe('other=1&q=x&type=mcp&status=failing&status=paused&days=7')
    expect(readFilters(next)).toEqual({
      q: 'x',
      type: 'mcp',
      conditions: ['failing', 'paused'],
      days: 7,
    })
    expect(`${writeFilters(next, noFilters)}`).toBe('other=1')
  })
})
