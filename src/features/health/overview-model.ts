import type { HealthOverview, HealthRow } from '@contract/health'
import type { TypeOutline } from '@contract/outline'
import { type Condition, conditionOf } from './condition'
import type { HealthFilters } from './overview-filters'
import { countOf, percentOf, together, uptimeOf, type Window } from './uptime'

export type Watched = {
  row: HealthRow
  /** Undefined while the catalogue is not there, or no longer has it. */
  type: TypeOutline | undefined
  condition: Condition
  haystack: string
}

/** Everything there is, worst first, ready to be filtered at each keystroke. */
export function watchedOf(
  { integrations }: HealthOverview,
  types: readonly TypeOutline[],
  days: Window,
): Watched[] {
  const typeById = new Map(types.map((type) => [type.id, type]))
  return integrations
    .map((row): Watched => {
      const type = typeById.get(row.type_id)
      const haystack = [row.name, type?.name ?? row.type_id, type?.category].join('\n')
      return { row, type, condition: conditionOf(row), haystack: haystack.toLowerCase() }
    })
    .map((watched) => ({ watched, uptime: uptimeOf(countOf(watched.row, days)) ?? 2 }))
    .sort(
      (a, b) =>
        RANKS[a.watched.condition] - RANKS[b.watched.condition] ||
        byIncident(a.watched.row, b.watched.row) ||
        a.uptime - b.uptime ||
        compareNames(a.watched.row.name, b.watched.row.name),
    )
    .map(({ watched }) => watched)
}

export function filterWatched(all: readonly Watched[], filters: HealthFilters): Watched[] {
  const words = filters.q.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter(
    ({ type, condition, haystack }) =>
      words.every((word) => haystack.includes(word)) &&
      (filters.type === null || type?.type === filters.type) &&
      (filters.conditions.length === 0 || filters.conditions.includes(condition)),
  )
}

/** What the page says first: who fails, and how much passed. */
export function summaryOf(all: readonly Watched[], days: Window) {
  const count = (condition: Condition) => all.filter((each) => each.condition === condition).length
  const passed = countOf(together(all.map(({ row }) => row)), days)
  return {
    total: all.length,
    failing: count('failing'),
    unsteady: count('unsteady'),
    passed: passed.checks === 0 ? null : percentOf(passed),
  }
}

const RANKS: Record<Condition, number> = {
  failing: 0,
  unsteady: 1,
  healthy: 2,
  waiting: 3,
  paused: 4,
  unconnected: 5,
}

/** The longest incident first, and what fails without one after them. */
function byIncident(a: HealthRow, b: HealthRow): number {
  const since = ({ incident_since }: HealthRow) =>
    incident_since === null ? Number.MAX_SAFE_INTEGER : Date.parse(incident_since)
  return since(a) - since(b)
}

const { compare: compareNames } = new Intl.Collator(undefined, {
  sensitivity: 'base',
  numeric: true,
})
