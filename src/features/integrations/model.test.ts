import type { IntegrationCardRow } from '@contract/rows'
import type { ConnectionStatus } from '@contract/status'
import { describe, expect, it } from 'vitest'
import {
  anMcpIntegration,
  anMcpType,
  aVendorIntegration,
  aVendorType,
  NEVER_TESTED,
  refused,
} from '../../../tests/support/factories'
import { type GridFilters, NO_FILTERS } from './filters'
import { categoriesOf, filterGrid, genericTypes, gridOf, summaryOf } from './model'
import { standingStatus } from './standing-status'

const TYPES = [anMcpType(), aVendorType()]
const namesOf = (rows: readonly IntegrationCardRow[]) =>
  gridOf(rows, TYPES).connections.map(({ row }) => row.name)

describe('the order of the cards', () => {
  it('puts what fails first, then what is not set up, then the rest, each by name', () => {
    const rows = [
      anMcpIntegration({ name: 'zeta' }),
      anMcpIntegration({ name: 'Alpha' }),
      anMcpIntegration({ name: 'Fresh', ...NEVER_TESTED }),
      aVendorIntegration({ name: 'Broken', ...refused() }),
    ]
    expect(namesOf(rows)).toEqual(['Broken', 'Fresh', 'Alpha', 'zeta'])
  })

  it('counts numbers in names as numbers', () => {
    expect(
      namesOf([anMcpIntegration({ name: 'Team 10' }), anMcpIntegration({ name: 'Team 9' })]),
    ).toEqual(['Team 9', 'Team 10'])
  })

  it('leaves a card where it is while it is being tested', () => {
    const broken = aVendorIntegration({ name: 'Broken', ...refused() })
    const working = anMcpIntegration({ name: 'Alpha' })
    expect(namesOf([working, { ...broken, status: 'testing' }])).toEqual(['Broken', 'Alpha'])
  })
})

describe('the status behind a running test', () => {
  const testing = (over: Partial<IntegrationCardRow>) =>
    standingStatus(anMcpIntegration({ ...over, status: 'testing' }))

  it.each<[ConnectionStatus, Partial<IntegrationCardRow>]>([
    ['connected', {}],
    ['error', { ...refused() }],
    ['configuring', { ...NEVER_TESTED }],
    ['disconnected', { connected_at: null }],
  ])('is %s where the facts say so', (standing, over) => {
    expect(testing(over)).toBe(standing)
  })
})

it('sums up what works and what waits for the person', () => {
  const rows = [
    anMcpIntegration(),
    anMcpIntegration({ status: 'testing' }),
    anMcpIntegration({ status: 'disconnected', connected_at: null }),
    aVendorIntegration(refused()),
    aVendorIntegration(NEVER_TESTED),
  ]
  expect(summaryOf(rows)).toEqual({ connected: 2, needsYou: 2 })
})

describe('filtering', () => {
  const github = anMcpIntegration({ name: 'Work' })
  const stripe = aVendorIntegration({ name: 'Billing', ...refused() })
  const grid = gridOf([github, stripe], TYPES)
  function found(filters: Partial<GridFilters>) {
    const { connections, offers } = filterGrid(grid, { ...NO_FILTERS, ...filters })
    return [...connections.map(({ row }) => row.name), ...offers.map(({ type }) => type.id)]
  }

  it('finds by name, type, category and host, whatever the case', () => {
    expect(found({ q: 'BILLING' })).toEqual(['Billing'])
    expect(found({ q: 'github mcp' })).toEqual(['Work', 'github-mcp'])
    expect(found({ q: 'payments' })).toEqual(['Billing', 'stripe'])
    expect(found({ q: 'githubcopilot.com' })).toEqual(['Work'])
  })

  it('wants every word, in any order', () => {
    expect(found({ q: 'stripe billing' })).toEqual(['Billing'])
    expect(found({ q: 'stripe work' })).toEqual([])
  })

  it('narrows by type and category', () => {
    expect(found({ type: 'mcp' })).toEqual(['Work', 'github-mcp'])
    expect(found({ categories: ['Payments'] })).toEqual(['Billing', 'stripe'])
    expect(found({ categories: ['Payments', 'Development'], type: 'vendor' })).toEqual([
      'Billing',
      'stripe',
    ])
  })

  it('narrows by status to connections: an offer has none', () => {
    expect(found({ statuses: ['error'] })).toEqual(['Billing'])
  })

  it('keeps a failing card in sight while it is tested', () => {
    const testing = gridOf([{ ...stripe, status: 'testing' }], TYPES)
    const { connections } = filterGrid(testing, { ...NO_FILTERS, statuses: ['error'] })
    expect(connections).toHaveLength(1)
  })
})

it('counts how many connections of a type there are', () => {
  const { offers } = gridOf([anMcpIntegration(), anMcpIntegration({ name: 'Other' })], TYPES)
  expect(offers.map(({ type, connectionCount }) => [type.id, connectionCount])).toEqual([
    ['github-mcp', 2],
    ['stripe', 0],
  ])
})

it('shows an integration whose type has left the catalogue', () => {
  const { connections } = gridOf([anMcpIntegration({ type_id: 'gone', name: 'Old one' })], TYPES)
  expect(connections[0]).toMatchObject({
    type: undefined,
    haystack: expect.stringContaining('old'),
  })
})

it('offers the categories that are in use, with the number of their cards', () => {
  expect(categoriesOf(gridOf([anMcpIntegration()], TYPES))).toEqual([
    { name: 'Development', count: 2 },
    { name: 'Payments', count: 1 },
  ])
})

it('knows the types for what no catalogue entry knows', () => {
  const any = anMcpType({ id: 'any-mcp-server', category: 'Custom' })
  expect(genericTypes([...TYPES, any])).toEqual([any])
})
