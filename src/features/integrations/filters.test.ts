import { describe, expect, it } from 'vitest'
import { hasFilters, NO_FILTERS, readFilters, writeFilters } from './filters'

const params = (text: string) => new URLSearchParams(text)

describe('filters in the URL', () => {
  it('come back as they were written', () => {
    const filters = {
      q: 'git hub',
      type: 'mcp',
      categories: ['Development', 'AI'],
      statuses: ['connected', 'error'],
    } as const
    expect(readFilters(writeFilters(params(''), filters))).toEqual(filters)
  })

  it('are nothing where the URL says nothing, or nothing that is known', () => {
    expect(readFilters(params(''))).toEqual(NO_FILTERS)
    expect(readFilters(params('type=pigeon&status=happy'))).toEqual(NO_FILTERS)
  })

  it('change one by one, and leave the rest of the URL alone', () => {
    const url = writeFilters(params('q=git&status=error&connect=stripe'), { type: 'vendor' })
    expect(url.toString()).toBe('connect=stripe&q=git&type=vendor&status=error')
  })

  it('leave no empty words behind', () => {
    expect(writeFilters(params('q=git'), { q: '  ' }).toString()).toBe('')
    expect(hasFilters({ ...NO_FILTERS, q: '  ' })).toBe(false)
  })
})
