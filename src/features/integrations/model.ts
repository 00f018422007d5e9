import type { TypeOutline } from '@contract/outline'
import { placeOf } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'
import type { ConnectionStatus } from '@contract/status'
import type { GridFilters } from './filters'
import { standingStatus } from './standing-status'

export type Connection = {
  row: IntegrationCardRow
  /** Undefined when the catalogue no longer has it. */
  type: TypeOutline | undefined
  haystack: string
}

export type Offer = {
  type: TypeOutline
  /** How many connections of it there are already. */
  connectionCount: number
  haystack: string
}

export type Grid = { connections: Connection[]; offers: Offer[] }

/** Everything there is, in its order, ready to be filtered at each keystroke. */
export function gridOf(rows: readonly IntegrationCardRow[], types: readonly TypeOutline[]): Grid {
  const typeById = new Map(types.map((type) => [type.id, type]))
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row.type_id, (counts.get(row.type_id) ?? 0) + 1)

  const connections = rows.map((row) => {
    const type = typeById.get(row.type_id)
    return {
      row,
      type,
      haystack: haystackOf(
        row.name,
        type?.name ?? row.type_id,
        type?.category,
        row.config && placeOf(row.config),
      ),
    }
  })
  const offers = types.map((type) => ({
    type,
    connectionCount: counts.get(type.id) ?? 0,
    haystack: haystackOf(type.name, type.category, type.description),
  }))
  return {
    connections: connections.sort(byNeedThenName),
    offers: offers.sort((a, b) => compareNames(a.type.name, b.type.name)),
  }
}

/** What the filters leave. A status asks for connections: what is only on offer has none. */
export function filterGrid(grid: Grid, filters: GridFilters): Grid {
  const words = filters.q.toLowerCase().split(/\s+/).filter(Boolean)
  const isFound = (haystack: string) => words.every((word) => haystack.includes(word))
  const isWanted = (type: TypeOutline | undefined) =>
    (filters.type === null || type?.type === filters.type) &&
    (filters.categories.length === 0 || filters.categories.includes(type?.category ?? ''))

  return {
    connections: grid.connections.filter(
      ({ row, type, haystack }) =>
        isFound(haystack) && isWanted(type) && hasStatus(row, filters.statuses),
    ),
    offers:
      filters.statuses.length > 0
        ? []
        : grid.offers.filter(({ type, haystack }) => isFound(haystack) && isWanted(type)),
  }
}

export function summaryOf(rows: readonly IntegrationCardRow[]): {
  connected: number
  needsYou: number
} {
  const standing = rows.map(standingStatus)
  return {
    connected: standing.filter((status) => status === 'connected').length,
    needsYou: standing.filter((status) => NEEDS_YOU.includes(status)).length,
  }
}

/** What waits for the person: the summary counts these, and links to them. */
export const NEEDS_YOU: readonly ConnectionStatus[] = ['error', 'configuring']

/** The categories in use, with how many cards each has. */
export function categoriesOf({ connections, offers }: Grid): { name: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { type } of [...connections, ...offers]) {
    if (type) counts.set(type.category, (counts.get(type.category) ?? 0) + 1)
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => compareNames(a.name, b.name))
}

/** The types for what no catalogue entry knows: "Any MCP server", "Any HTTP API". */
export function genericTypes(types: readonly TypeOutline[]): TypeOutline[] {
  return types.filter((type) => type.category === 'Custom' && type.owner_id === null)
}

const PROPOSED_KINDS = ['mcp', 'rest', 'graphql'] as const

/**
 * What a newcomer can connect at once, without an account anywhere: one of each kind, MCP first, and
 * of two the one that asks for a credential, as most do. Only a local stack has them.
 */
export function playgroundTypes(types: readonly TypeOutline[]): TypeOutline[] {
  const local = types.filter((type) => type.category === 'Local playground')
  return PROPOSED_KINDS.flatMap((kind) => {
    const alike = local.filter(({ defaults }) => defaults.kind === kind)
    return alike.find(({ auth_methods }) => !auth_methods.includes('none')) ?? alike[0] ?? []
  })
}

function hasStatus(row: IntegrationCardRow, statuses: readonly ConnectionStatus[]): boolean {
  return (
    statuses.length === 0 || statuses.includes(row.status) || statuses.includes(standingStatus(row))
  )
}

function haystackOf(...parts: (string | null | undefined)[]): string {
  return parts.filter(Boolean).join('\n').toLowerCase()
}

const URGENCY: Record<ConnectionStatus, number> = {
  error: 0,
  configuring: 1,
  connected: 2,
  testing: 2,
  disconnected: 2,
}

function byNeedThenName(a: Connection, b: Connection): number {
  return (
    URGENCY[standingStatus(a.row)] - URGENCY[standingStatus(b.row)] ||
    compareNames(a.row.name, b.row.name)
  )
}

const { compare: compareNames } = new Intl.Collator(undefined, {
  sensitivity: 'base',
  numeric: true,
})
