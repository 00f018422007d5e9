import type { IntegrationCardRow } from '@contract/rows'
import type { ConnectionStatus } from '@contract/status'

type Statuses = ReadonlyMap<string, { name: string; status: ConnectionStatus }>

/** More at once than this are counted, not read out. */
const MAX_NAMED = 3

/** Status words as they are said; a test that this tab runs counts before the row says so. */
export function statusesOf(
  rows: readonly IntegrationCardRow[],
  runs: Readonly<Record<string, unknown>>,
): Statuses {
  return new Map(
    rows.map(({ id, name, status }) => [id, { name, status: runs[id] ? 'testing' : status }]),
  )
}

/** What has changed, in words. Integrations that came or went are told by who made or deleted them. */
export function statusChanges(before: Statuses, now: Statuses): string {
  const changes = [...now].filter(([id, { status }]) => {
    const old = before.get(id)
    return old !== undefined && old.status !== status
  })
  if (changes.length > MAX_NAMED) return `${changes.length} integrations changed their status`
  return changes.map(([, { name, status }]) => `${name}: ${SPOKEN[status]}`).join('. ')
}

const SPOKEN: Record<ConnectionStatus, string> = {
  connected: 'connected',
  disconnected: 'disconnected',
  error: 'error',
  testing: 'testing',
  configuring: 'not set up',
}
