import type { CatalogueEntry } from '../functions/_shared/contract/type-defaults.ts'
import type { Keyring } from '../functions/_shared/sealing/keyring.ts'
import type { Part } from './demo-cast.ts'
import { type Happening, historyOf } from './demo-history.ts'
import { factsOf, failureOf, reportOf } from './demo-report.ts'
import { configOf, credentialOf, demoId, methodOf } from './demo-row.ts'

export interface DemoOptions {
  /** Who is made; all of them, unless it says. */
  cast?: readonly Part[]
  userId: string
  keyring: Keyring
  /** ms since the epoch: when the history ends. */
  now: number
  /** See `configOf`. With `vendor` the next checks are a day away: they would find nothing there. */
  at: Parameters<typeof configOf>[2]
}

const DAY_MS = 86_400_000
const iso = (ms: number) => new Date(ms).toISOString()

export type Integration = Awaited<ReturnType<typeof integrationOf>>

/** One of the cast, with all that has happened to it. */
export async function integrationOf(part: Part, type: CatalogueEntry, options: DemoOptions) {
  const { userId, keyring, now, at } = options
  const id = demoId(userId, part.name)
  const history = historyOf(part, now)
  const open = history.incidents.find(({ closedAt }) => closedAt === null) ?? null
  const method = methodOf(type)
  // What fails all the time fails there too; what comes and goes is left to the checks.
  const config = configOf(part, type, at, open?.cause ?? null)
  const credential = await credentialOf(part, { id, userId, method, config }, keyring, now)
  return { part, type, id, userId, history, open, method, config, credential, now, at }
}

/** As people know it. */
export function hostOf(config: Integration['config']): string {
  const url =
    config.kind === 'mcp' && 'url' in config
      ? config.url
      : 'api_url' in config
        ? config.api_url
        : ''
  return URL.canParse(url) ? new URL(url).host : ''
}

function statusOf({ part, open }: Integration) {
  if (part.is === 'untested') return 'configuring'
  if (part.is === 'disconnected') return 'disconnected'
  return open === null ? 'connected' : 'error'
}

/** Its row of `user_integrations`. */
export function rowOf(integration: Integration) {
  const { part, type, id, userId, history, open, method, config, now } = integration
  const status = statusOf(integration)
  const last = status === 'configuring' ? undefined : history.checks.at(-1)
  const cause = last?.cause ?? null
  const lastEnd = history.incidents.findLast(({ closedAt }) => closedAt !== null)?.closedAt
  const since = status === 'configuring' ? now - DAY_MS / 8 : (last?.at ?? now)
  const connectedSince = status === 'connected' ? (lastEnd ?? history.connectedAt) : null
  return {
    id,
    user_id: userId,
    type_id: type.id,
    name: part.name,
    status,
    status_since: iso(open?.openedAt ?? connectedSince ?? since),
    auth_method: method,
    config,
    connected_at: connectedSince === null ? null : iso(connectedSince),
    last_checked_at: last ? iso(last.at) : null,
    last_report: last
      ? {
          ...reportOf(last, cause === null ? null : failureOf(cause, type, hostOf(config))),
          id: demoId(id, 'last report'),
          integration_id: id,
        }
      : null,
    last_facts: last ? factsOf(part, type) : null,
    consecutive_failures: last ? history.failures : 0,
    consecutive_successes: last ? history.successes : 0,
    is_watched: part.is !== 'paused',
    check_interval_s: history.interval,
    failures_to_error: 2,
    successes_to_connect: 1,
    are_alerts_muted: false,
    created_at: iso(status === 'configuring' ? since : history.connectedAt - 60_000),
    updated_at: iso(since),
  }
}

/** Its row of `check_schedules`, where somebody watches it. */
export function scheduleOf(integration: Integration) {
  const { part, history, open, now, at } = integration
  if (part.is !== undefined) return null
  const last = history.checks.at(-1)?.at ?? now
  // What would be due is due in the next minutes, one after the other.
  const due =
    at.to === 'vendor' ? now + DAY_MS : Math.max(last + history.interval * 1_000, now + 60_000)
  const [failing] = history.checks.slice(-history.failures)
  return {
    due_at: iso(due),
    claimable_at: iso(due),
    failing_since: history.failures > 0 && failing ? iso(open?.openedAt ?? failing.at) : null,
    is_second_look: false,
  }
}

/** Its rows of `integration_incidents`. */
export function incidentsOf({ id, type, config, history, part, now }: Integration) {
  return history.incidents.map(({ openedAt, closedAt, cause }) => {
    const { stage, code, message } = failureOf(cause, type, hostOf(config))
    const isGivenUp = closedAt === null && part.is === 'disconnected'
    const end = isGivenUp ? now - 4 * DAY_MS : closedAt
    return {
      id: demoId(id, `${openedAt}`),
      opened_at: iso(openedAt),
      closed_at: end === null ? null : iso(end),
      ended_by: end === null ? null : isGivenUp ? 'changed' : 'recovered',
      stage,
      code,
      message,
    }
  })
}

/** The same story in the words of the database's own log. */
export function logOf(integration: Integration) {
  const { type, config, history, method, part, now } = integration
  const at = history.connectedAt
  const line = (
    moment: number,
    event_type: string,
    level: string,
    message: string,
    metadata: object,
  ) => ({
    event_type,
    level,
    message,
    metadata,
    created_at: iso(moment),
  })
  const told = ({ at, ...happening }: Happening) => {
    if (happening.is === 'recovered') {
      const metadata = {
        from: 'error',
        to: 'connected',
        source: 'background',
        duration_ms: happening.ms,
      }
      return line(
        at,
        'status_changed',
        'info',
        `Works again: a check passed in ${happening.ms} ms.`,
        metadata,
      )
    }
    const { stage, code, message } = failureOf(happening.cause, type, hostOf(config))
    const metadata = { source: 'background', stage, code, duration_ms: happening.ms }
    const text = `Failed at ${stage}: ${message}`
    return happening.is === 'doubted'
      ? line(at, 'check_failed', 'warn', text, metadata)
      : line(at, 'status_changed', 'error', text, { from: 'connected', to: 'error', ...metadata })
  }
  const first = history.checks[0]?.ms ?? 0
  return [
    line(at - 60_000, 'created', 'info', 'Created.', { type_id: type.id, auth_method: method }),
    line(at - 30_000, 'status_changed', 'debug', 'Test started.', {
      from: 'configuring',
      to: 'testing',
    }),
    line(at, 'status_changed', 'info', `Connected in ${first} ms.`, {
      from: 'testing',
      to: 'connected',
      duration_ms: first,
    }),
    ...history.happenings.map(told),
    ...(part.is === 'disconnected'
      ? [
          line(now - 4 * DAY_MS, 'status_changed', 'info', 'Disconnected.', {
            from: 'connected',
            to: 'disconnected',
          }),
        ]
      : []),
  ]
}
