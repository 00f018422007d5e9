import * as z from 'zod/mini'
import { CredentialSlot } from './auth.ts'
import { TestReport } from './report.ts'
import { IntegrationCardRow } from './rows.ts'
import { Stage } from './stage.ts'
import { CheckSource, LogEvent, LogLevel } from './status.ts'
import { Timestamp } from './timestamp.ts'

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

/** One integration with all that its page shows. */
export const IntegrationDetailRow = z.extend(IntegrationCardRow, {
  last_report: z.catch(z.nullable(TestReport), null),
})
export type IntegrationDetailRow = z.infer<typeof IntegrationDetailRow>

/** What `integration_cards()` answers as columns of `user_integrations`, and the last report: see `withFacts`. */
export const DETAIL_COLUMNS =
  'id,type_id,name,status,status_since,auth_method,config,connected_at,last_checked_at,last_error,' +
  'duration_ms:last_report->duration_ms,tool_count:last_facts->tool_count,' +
  'tools_capped:last_facts->counts_capped->tools,' +
  'account:last_facts->>account,server_name:last_facts->server->>name,last_report,last_facts'
