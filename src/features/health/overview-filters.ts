import { INTEGRATION_KINDS } from '@contract/outline'
import { CONDITIONS, type Condition } from './condition'
import { WINDOWS, type Window } from './uptime'

export type HealthFilters = {
  q: string
  /** Null: all. */
  type: (typeof INTEGRATION_KINDS)[number] | null
  conditions: readonly Condition[]
  days: Window
}

const USUAL_DAYS: Window = 90

/** What the URL asks for. Words that mean nothing here are passed over. */
export function readFilters(params: URLSearchParams): HealthFilters {
  const conditions = params.getAll('status')
  return {
    q: params.get('q') ?? '',
    type: INTEGRATION_KINDS.find((each) => each === params.get('type')) ?? null,
    conditions: CONDITIONS.filter((each) => conditions.includes(each)),
    days: WINDOWS.find((each) => `${each}` === params.get('days')) ?? USUAL_DAYS,
  }
}

/** The URL with these filters in it, and everything else in it untouched. */
export function writeFilters(
  params: URLSearchParams,
  change: Partial<HealthFilters>,
): URLSearchParams {
  const { q, type, conditions, days } = { ...readFilters(params), ...change }
  const next = new URLSearchParams(params)
  for (const key of ['q', 'type', 'status', 'days']) next.delete(key)
  if (q.trim() !== '') next.set('q', q)
  if (type !== null) next.set('type', type)
  for (const condition of conditions) next.append('status', condition)
  if (days !== USUAL_DAYS) next.set('days', `${days}`)
  return next
}

export const NO_FILTERS: Partial<HealthFilters> = { q: '', type: null, conditions: [] }
