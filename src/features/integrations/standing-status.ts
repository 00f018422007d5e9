import type { IntegrationCardRow } from '@contract/rows'
import type { ConnectionStatus } from '@contract/status'

/** What an integration was before the test that is running, so that its card stays where it is. */
export function standingStatus(row: IntegrationCardRow): ConnectionStatus {
  if (row.status !== 'testing') return row.status
  if (row.connected_at !== null) return 'connected'
  if (row.last_error !== null) return 'error'
  return row.last_checked_at === null ? 'configuring' : 'disconnected'
}
