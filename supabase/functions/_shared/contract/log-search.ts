import * as z from 'zod/mini'
import { LogLevel } from './status.ts'
import { Timestamp } from './timestamp.ts'

/** An entry of any integration. */
export const LogEntry = z.object({
  id: z.int(),
  user_integration_id: z.uuid(),
  /** A `LogEvent`, or one that a newer Patchbay has written. */
  event_type: z.string(),
  level: LogLevel,
  message: z.string(),
  metadata: z.record(z.string(), z.json()),
  created_at: Timestamp,
})
export type LogEntry = z.infer<typeof LogEntry>

/** What `log_page()` answers, newest first. */
export const LogPage = z.object({
  /** The database's clock, which all times here are of. */
  now: Timestamp,
  entries: z.array(LogEntry),
})
export type LogPage = z.infer<typeof LogPage>

/** What `log_counts()` answers. */
export const LogCounts = z.object({
  from: Timestamp,
  to: Timestamp,
  /** Seconds that one bar covers. Each begins at a multiple of it since the epoch. */
  step_s: z.int(),
  /** With a text only the newest 10,000 are counted, back to here; null: all are. */
  counted_since: z.nullable(Timestamp),
  /** Oldest first, those with entries: Unix seconds of its start, and how many of each level. */
  bars: z.array(z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()])),
})
export type LogCounts = z.infer<typeof LogCounts>

/** At most so many entries a page. */
export const MAX_LOG_PAGE = 1_000
