import { CONNECTION_STATUSES, type ConnectionStatus } from '@contract/status'

export const TYPE_FILTERS = ['mcp', 'vendor', 'custom'] as const
export type TypeFilter = (typeof TYPE_FILTERS)[number]

export type GridFilters = {
  q: string
  /** Null: all. */
  type: TypeFilter | null
  categories: readonly string[]
  statuses: readonly ConnectionStatus[]
}

/** What the URL asks for. Words that mean nothing here are passed over. */
export function readFilters(params: URLSearchParams): GridFilters {
  const statuses = params.getAll('status')
  return {
    q: params.get('q') ?? '',
    type: TYPE_FILTERS.find((each) => each === params.get('type')) ?? null,
    categories: [...new Set(params.getAll('category'))],
    statuses: CONNECTION_STATUSES.filter((status) => statuses.includes(status)),
  }
}

/** The URL with these filters in it, and everything else in it untouched. */
export function writeFilters(
  params: URLSearchParams,
  change: Partial<GridFilters>,
): URLSearchParams {
  const { q, type, categories, statuses } = { ...readFilters(params), ...change }
  const next = new URLSearchParams(params)
  for (const key of ['q', 'type', 'category', 'status']) next.delete(key)
  if (q.trim() !== '') next.set('q', q)
  if (type !== null) next.set('type', type)
  for (const category of categories) next.append('category', category)
  for (const status of statuses) next.append('status', status)
  return next
}

export const NO_FILTERS: GridFilters = { q: '', type: null, categories: [], statuses: [] }

export function hasFilters({ q, type, categories, statuses }: GridFilters): boolean {
  return q.trim() !== '' || type !== null || categories.length > 0 || statuses.length > 0
}
