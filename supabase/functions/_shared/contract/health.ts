import * as z from 'zod/mini'
import { FailureOutline } from './outline.ts'
import { Stage } from './stage.ts'
import { ConnectionStatus } from './status.ts'
import { Timestamp } from './timestamp.ts'

/** What a person decides of how an integration is watched: columns of `user_integrations`. */
export const WatchSettings = z.object({
  is_watched: z.boolean(),
  /** Seconds, a minute to a day. */
  check_interval_s: z.int().check(z.minimum(60), z.maximum(86_400)),
  failures_to_error: z.int().check(z.minimum(1), z.maximum(10)),
  successes_to_connect: z.int().check(z.minimum(1), z.maximum(10)),
  are_alerts_muted: z.boolean(),
})
export type WatchSettings = z.infer<typeof WatchSettings>

/**
 * Failures that say nothing of the integration: the check could not be made. In the background they
 * change no status and count in no uptime.
 */
export const UNMADE_CODES = ['runner_offline', 'runner_lost'] as const

export const HEALTH_RANGES = ['24h', '7d', '30d', '90d'] as const
export const HealthRange = z.enum(HEALTH_RANGES)
export type HealthRange = z.infer<typeof HealthRange>

/** Checks that were made, and how many of them failed. */
export const CheckCount = z.object({ checks: z.int(), failures: z.int() })
export type CheckCount = z.infer<typeof CheckCount>

/** What `integration_health(id, range)` answers; null where the integration is not the caller's. */
export const IntegrationHealth = z.object({
  /** The database's clock, which all times here are of. */
  now: Timestamp,
  /** The last 24 hours to the instant, 7 days by the hour, 30 and 90 days by the UTC day, today among them. */
  uptime: z.record(HealthRange, CheckCount),
  /** Seconds that one point covers: 900 for 24h, 3,600 for 7d, 21,600 for 30d, 86,400 for 90d. */
  step_s: z.int(),
  /**
   * Oldest first, only those with checks: Unix seconds of its start, checks, failures, and p50, p95, max
   * in ms of those that passed. Percentiles are exact for 24h, else within 5%; max is always exact.
   */
  points: z.array(
    z.tuple([
      z.int(),
      z.int(),
      z.int(),
      z.nullable(z.int()),
      z.nullable(z.int()),
      z.nullable(z.int()),
    ]),
  ),
  /** When the next check is due; null: nobody watches it. */
  due_at: z.nullable(Timestamp),
})
export type IntegrationHealth = z.infer<typeof IntegrationHealth>

/** A row of `integration_incidents`. */
export const IncidentRow = z.object({
  id: z.uuid(),
  opened_at: Timestamp,
  closed_at: z.nullable(Timestamp),
  ended_by: z.nullable(z.enum(['recovered', 'changed'])),
  stage: z.nullable(Stage),
  code: z.string(),
  message: z.string(),
})
export type IncidentRow = z.infer<typeof IncidentRow>

/** One integration on the Health page. */
export const HealthRow = z.object({
  id: z.uuid(),
  type_id: z.string(),
  name: z.string(),
  status: ConnectionStatus,
  status_since: Timestamp,
  last_checked_at: z.nullable(Timestamp),
  last_error: z.catch(z.nullable(FailureOutline), null),
  is_watched: z.boolean(),
  check_interval_s: z.int(),
  due_at: z.nullable(Timestamp),
  /** The incident that goes on: since when. */
  incident_since: z.nullable(Timestamp),
  /**
   * Of the checks that passed since yesterday 00:00 UTC, of hours that are over if there were any, in ms
   * within 5%; null where none did.
   */
  p95: z.nullable(z.int()),
  /** A count for each UTC day from `first_day` to today. */
  checks: z.array(z.int()),
  failures: z.array(z.int()),
})
export type HealthRow = z.infer<typeof HealthRow>

/** What `health_overview()` answers: every integration of the caller, in one request. */
export const HealthOverview = z.object({
  now: Timestamp,
  first_day: z.iso.date(),
  /**
   * Since when checks that are due stay unmade (two of their intervals or more), which a scheduler
   * that has stopped looks like; null: it runs. `overdue`: how many integrations wait so long.
   */
  stalled_since: z.nullable(Timestamp),
  overdue: z.int(),
  integrations: z.array(HealthRow),
})
export type HealthOverview = z.infer<typeof HealthOverview>
