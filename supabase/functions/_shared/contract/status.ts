import * as z from 'zod/mini'

export const CONNECTION_STATUSES = [
  'connected',
  'disconnected',
  'error',
  'testing',
  'configuring',
] as const
export const ConnectionStatus = z.enum(CONNECTION_STATUSES)
export type ConnectionStatus = z.infer<typeof ConnectionStatus>

/** Who made a health metric. `client`: the browser, when the function could not be reached. */
export const CHECK_SOURCES = ['test', 'background', 'client'] as const
export const CheckSource = z.enum(CHECK_SOURCES)
export type CheckSource = z.infer<typeof CheckSource>

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export const LogLevel = z.enum(LOG_LEVELS)
export type LogLevel = z.infer<typeof LogLevel>

/** `setup_*` and `client_*` come from the browser; all others are written by the database alone. */
export const LOG_EVENTS = [
  'created',
  'status_changed',
  'check_failed',
  'config_changed',
  'credential_stored',
  'credential_removed',
  'authorization_granted',
  'authorization_failed',
  'credential_refreshed',
  'setup_finished',
  'setup_interrupted',
  'client_error',
] as const
export const LogEvent = z.enum(LOG_EVENTS)
export type LogEvent = z.infer<typeof LogEvent>
