import type { LogEntry } from '@contract/log-search'

/**
 * An entry has the time at which its transaction began, and is seen when that has ended: what was
 * begun before the newest that is known may still come. Nothing here takes longer.
 */
const OVERLAP_MS = 10_000
/** More than anybody reads as it runs by: the oldest of the tail go, and the list has a gap there. */
const MOST = 5_000

/** `created_at` as it was answered; from then on everything is asked for again. */
export function overlapBefore(created_at: string): string {
  return new Date(Date.parse(created_at) - OVERLAP_MS).toISOString()
}

/** `known` with what has come, newest first, and nothing that is on the first page already. */
export function mergeTail(
  known: readonly LogEntry[],
  come: readonly LogEntry[],
  firstPage: readonly LogEntry[],
): LogEntry[] {
  const there = new Set([...known, ...firstPage].map(({ id }) => id))
  const fresh = come.filter(({ id }) => !there.has(id))
  if (fresh.length === 0) return [...known]
  return [...fresh, ...known].sort(newestFirst).slice(0, MOST)
}

function newestFirst(a: LogEntry, b: LogEntry): number {
  return Date.parse(b.created_at) - Date.parse(a.created_at) || b.id - a.id
}
