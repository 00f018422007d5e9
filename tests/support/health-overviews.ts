import { createHash } from 'node:crypto'
import type { HealthOverview, HealthRow } from '../../supabase/functions/_shared/contract/health.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const DAYS = 90

const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

/** Answers of `health_overview()`, for screens that no short story brings about. */
export function anOverview(over: Partial<HealthOverview> = {}): HealthOverview {
  return {
    now: ago(0),
    first_day: ago((DAYS - 1) * DAY).slice(0, 10),
    stalled_since: null,
    overdue: 0,
    integrations: [],
    ...over,
  }
}

/** One that is well: a check every five minutes, and two that failed, a while ago. */
export function aHealthRow(name: string, over: Partial<HealthRow> = {}): HealthRow {
  return {
    id: idOf(name),
    type_id: 'any-http-api',
    name,
    status: 'connected',
    status_since: ago(20 * DAY),
    last_checked_at: ago(2 * MINUTE),
    last_error: null,
    is_watched: true,
    check_interval_s: 300,
    due_at: ago(-3 * MINUTE),
    incident_since: null,
    p95: 184,
    checks: Array.from({ length: DAYS }, () => 288),
    failures: Array.from({ length: DAYS }, (_, day) => (day === 40 ? 2 : 0)),
    ...over,
  }
}

export function aFailingRow(name: string, minutes: number): HealthRow {
  const failures = Array.from({ length: DAYS }, (_, day) => (day === DAYS - 1 ? 40 : 0))
  return aHealthRow(name, {
    status: 'error',
    status_since: ago(minutes * MINUTE),
    incident_since: ago(minutes * MINUTE),
    failures,
    p95: null,
    last_error: {
      stage: 'authenticate',
      code: 'credential_expired',
      http_status: 401,
      message: 'Stripe answered 401: the key has expired.',
      next_step: 'Paste a new key.',
    },
  })
}

function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
