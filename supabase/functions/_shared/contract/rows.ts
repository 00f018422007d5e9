import * as z from 'zod/mini'
import { AuthMethod, CredentialSlot } from './auth.ts'
import { ConfigOutline } from './outline.ts'
import { Failure, Stage, TestReport } from './report.ts'
import { CheckSource, ConnectionStatus, LogEvent, LogLevel } from './status.ts'
import { Timestamp } from './timestamp.ts'

/** What the grid shows of an integration: what `integration_cards()` answers. */
export const IntegrationCardRow = z.object({
  id: z.uuid(),
  type_id: z.string(),
  name: z.string(),
  status: ConnectionStatus,
  status_since: Timestamp,
  auth_method: AuthMethod,
  /**
   * Where it leads, and the rest as it is stored. Null where this page does not understand it: a
   * newer Patchbay's, or written by hand.
   */
  config: z.catch(z.nullable(ConfigOutline), null),
  connected_at: z.nullable(Timestamp),
  last_checked_at: z.nullable(Timestamp),
  /** Null where this page does not understand it, too: the status tells that there is one. */
  last_error: z.catch(z.nullable(Failure), null),
  duration_ms: z.nullable(z.int()),
  tool_count: z.nullable(z.int()),
  /** True when the server has more tools than `tool_count` says. */
  tools_capped: z.nullable(z.boolean()),
  account: z.nullable(z.string()),
  server_name: z.nullable(z.string()),
})
export type IntegrationCardRow = z.infer<typeof IntegrationCardRow>

/** The same as columns of `user_integrations`, for one row. */
export const CARD_COLUMNS =
  'id,type_id,name,status,status_since,auth_method,config,connected_at,last_checked_at,last_error,' +
  'duration_ms:last_report->duration_ms,tool_count:last_report->facts->tool_count,' +
  'tools_capped:last_report->facts->counts_capped->tools,' +
  'account:last_report->facts->>account,server_name:last_report->facts->server->>name'

/** A stored secret as a screen may know it: never the ciphertext. */
export const CredentialHintRow = z.object({
  slot: CredentialSlot,
  hint: z.string(),
  audience: z.array(z.string()),
  expires_at: z.nullable(Timestamp),
})
export type CredentialHintRow = z.infer<typeof CredentialHintRow>

export const HealthMetricRow = z.object({
  id: z.int(),
  response_time_ms: z.nullable(z.int()),
  success: z.boolean(),
  stage: z.nullable(Stage),
  error_code: z.nullable(z.string()),
  error_message: z.nullable(z.string()),
  source: CheckSource,
  checked_at: Timestamp,
})
export type HealthMetricRow = z.infer<typeof HealthMetricRow>

export const LogRow = z.object({
  id: z.int(),
  event_type: LogEvent,
  level: LogLevel,
  message: z.string(),
  metadata: z.record(z.string(), z.json()),
  created_at: Timestamp,
})
export type LogRow = z.infer<typeof LogRow>

/** `unmade`: Patchbay itself could not make the check. */
export const CHECK_OUTCOMES = ['passed', 'failed', 'unmade'] as const

/** What `recent_checks()` answers: by integration id, milliseconds and outcome of each, oldest first. */
export const RecentChecks = z.record(
  z.uuid(),
  z.array(z.tuple([z.nullable(z.int()), z.enum(CHECK_OUTCOMES)])),
)
export type RecentChecks = z.infer<typeof RecentChecks>

/** One integration with all that its page shows. */
export const IntegrationDetailRow = z.extend(IntegrationCardRow, {
  last_report: z.catch(z.nullable(TestReport), null),
})
export type IntegrationDetailRow = z.infer<typeof IntegrationDetailRow>
