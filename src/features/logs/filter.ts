import { LOG_EVENTS, LOG_LEVELS, type LogEvent, type LogLevel } from '@contract/status'
import type { LogKey, LogQuery } from '@/services/logs'

const RANGE_SECONDS = {
  '1h': 3_600,
  '24h': 86_400,
  '7d': 7 * 86_400,
  '30d': 30 * 86_400,
  all: null,
} as const
export type LogRange = keyof typeof RANGE_SECONDS
export const LOG_RANGES = Object.keys(RANGE_SECONDS) as LogRange[]
const DEFAULT_RANGE: LogRange = '7d'

/** Times in milliseconds since the epoch: from, to before. */
export type LogTime = { range: LogRange } | { from: number; to: number }

export type LogFilter = {
  q: string
  integrations: readonly string[]
  events: readonly LogEvent[]
  levels: readonly LogLevel[]
  time: LogTime
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What the URL asks for. Words that mean nothing here are passed over. */
export function readLogFilter(params: URLSearchParams): LogFilter {
  const [events, levels] = [params.getAll('event'), params.getAll('level')]
  return {
    q: params.get('q') ?? '',
    integrations: [...new Set(params.getAll('integration'))].filter((id) => UUID.test(id)),
    events: LOG_EVENTS.filter((event) => events.includes(event)),
    levels: LOG_LEVELS.filter((level) => levels.includes(level)),
    time: readTime(params),
  }
}

function readTime(params: URLSearchParams): LogTime {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''].map(Date.parse)
  if (from !== undefined && to !== undefined && from < to) return { from, to }
  const range = params.get('range')
  return { range: LOG_RANGES.find((each) => each === range) ?? DEFAULT_RANGE }
}

/** The URL with these filters in it; a row that was open is closed, all else stays. */
export function writeLogFilter(
  params: URLSearchParams,
  change: Partial<LogFilter>,
): URLSearchParams {
  const { q, integrations, events, levels, time } = { ...readLogFilter(params), ...change }
  const next = new URLSearchParams(params)
  for (const key of ['q', 'integration', 'event', 'level', 'range', 'from', 'to', 'entry'])
    next.delete(key)
  if (q.trim() !== '') next.set('q', q)
  for (const id of integrations) next.append('integration', id)
  for (const event of events) next.append('event', event)
  for (const level of levels) next.append('level', level)
  if ('from' in time) {
    next.set('from', new Date(time.from).toISOString())
    next.set('to', new Date(time.to).toISOString())
  } else if (time.range !== DEFAULT_RANGE) next.set('range', time.range)
  return next
}

export const NO_LOG_FILTER: LogFilter = {
  q: '',
  integrations: [],
  events: [],
  levels: [],
  time: { range: 'all' },
}

/** Whether it asks for less than everything of its time. */
export function isNarrowed({ q, integrations, events, levels }: LogFilter): boolean {
  return q.trim() !== '' || integrations.length + events.length + levels.length > 0
}

export function queryOf({ q, integrations, events, levels, time }: LogFilter): LogQuery {
  const isSpan = 'from' in time
  return {
    text: q,
    integrations,
    events,
    levels,
    last_s: isSpan ? null : RANGE_SECONDS[time.range],
    from: isSpan ? new Date(time.from).toISOString() : null,
    to: isSpan ? new Date(time.to).toISOString() : null,
  }
}

/** An entry in a link: its time, to the microsecond as it was answered, and its id. */
export const keyText = ({ created_at, id }: LogKey) => `${created_at}~${id}`

export function readKey(text: string | null): LogKey | null {
  const [, created_at, id] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))~(\d{1,15})$/.exec(text ?? '') ?? []
  return created_at === undefined || Number.isNaN(Date.parse(created_at))
    ? null
    : { created_at, id: Number(id) }
}
