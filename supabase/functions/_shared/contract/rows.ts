import * as z from 'zod/mini'
import { ConfigOutline, FailureOutline } from './outline.ts'
import { ConnectionStatus } from './status.ts'
import { Timestamp } from './timestamp.ts'

/** What the grid shows of an integration: what `integration_cards()` answers. */
export const IntegrationCardRow = z.object({
  id: z.uuid(),
  type_id: z.string(),
  name: z.string(),
  status: ConnectionStatus,
  status_since: Timestamp,
  /** An `AuthMethod`, for those who need more of it than whether it is `none`. */
  auth_method: z.string(),
  /**
   * Where it leads, and the rest as it is stored. Null where this page does not understand it: a
   * newer Patchbay's, or written by hand.
   */
  config: z.catch(z.nullable(ConfigOutline), null),
  connected_at: z.nullable(Timestamp),
  last_checked_at: z.nullable(Timestamp),
  /** Null where this page does not understand it, too: the status tells that there is one. */
  last_error: z.catch(z.nullable(FailureOutline), null),
  duration_ms: z.nullable(z.int()),
  tool_count: z.nullable(z.int()),
  /** True when the server has more tools than `tool_count` says. */
  tools_capped: z.nullable(z.boolean()),
  account: z.nullable(z.string()),
  server_name: z.nullable(z.string()),
})
export type IntegrationCardRow = z.infer<typeof IntegrationCardRow>

/** `unmade`: Patchbay itself could not make the check. */
export const CHECK_OUTCOMES = ['passed', 'failed', 'unmade'] as const

/** What `recent_checks()` answers: by integration id, milliseconds and outcome of each, oldest first. */
export const RecentChecks = z.record(
  z.uuid(),
  z.array(z.tuple([z.nullable(z.int()), z.enum(CHECK_OUTCOMES)])),
)
export type RecentChecks = z.infer<typeof RecentChecks>
