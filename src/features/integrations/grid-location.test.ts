import { describe, expect, it } from 'vitest'
import { gridLocation } from './grid-location'

describe('what lies over the grid', () => {
  it('has an address that keeps the filters', () => {
    expect(gridLocation('?q=git', { connect: 'stripe' })).toEqual({
      pathname: '/integrations',
      search: '?q=git&connect=stripe',
    })
    expect(gridLocation('?q=git&connect=stripe', { details: 'a b' })).toEqual({
      pathname: '/integrations/a%20b',
      search: '?q=git',
    })
  })

  it('is one thing at a time, and goes without a trace', () => {
    expect(gridLocation('?connect=stripe', { configure: '1' }).search).toBe('?configure=1')
    expect(gridLocation('?configure=1&tab=log', null)).toEqual({
      pathname: '/integrations',
      search: '',
    })
  })
})
