import { createHash } from 'node:crypto'
import type { Cause, Part, Trouble } from './demo-cast.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const USUAL_DAYS = 89.5
const USUAL_INTERVAL_S = 900
/** How soon a first failure is looked at again, and how often a check fails for no reason at all. */
const CONFIRM_MS = 30_000
const HICCUPS = 0.0003
const DEADLINE_MS = 10_000

/** Times are ms since the epoch. */
export interface Check {
  at: number
  ms: number
  cause: Cause | null
}
export interface Incident {
  openedAt: number
  /** Null: it goes on. */
  closedAt: number | null
  cause: Cause
}
export type Happening =
  | { at: number; is: 'doubted' | 'failed'; cause: Cause; ms: number }
  | { at: number; is: 'recovered'; ms: number }

export interface History {
  connectedAt: number
  /** Seconds. */
  interval: number
  checks: Check[]
  incidents: Incident[]
  happenings: Happening[]
  /** Failures in a row at its end, and passes. */
  failures: number
  successes: number
}

/**
 * What would have happened to it by `now`, had it been checked all the time: the same for the same
 * name and time. Status, incidents and log follow from the checks as they do in record_checks().
 */
export function historyOf(part: Part, now: number): History {
  const random = seeded(part.name)
  const interval = part.interval_s ?? USUAL_INTERVAL_S
  const connectedAt = now - (part.days ?? USUAL_DAYS) * DAY_MS
  const history: History = {
    connectedAt,
    interval,
    checks: [],
    incidents: [],
    happenings: [],
    failures: 0,
    successes: 0,
  }
  const end = part.is === 'paused' || part.is === 'disconnected' ? now - 4 * DAY_MS : now - 20_000
  // So that the last of them was made a moment ago, some minutes for one and some for the other.
  let at = connectedAt
  while (at <= end) {
    const cause = causeAt(part, at, now, random)
    check(history, { at, ms: timeOf(part, at, now, cause, random), cause })
    at += history.failures === 1 ? CONFIRM_MS : interval * 1_000 * (0.9 + 0.2 * random())
  }
  return history
}

/** Two failures make an error, one pass ends it. */
function check(history: History, made: Check): void {
  const { checks, incidents, happenings } = history
  const open = incidents.at(-1)
  const isError = open !== undefined && open.closedAt === null
  checks.push(made)
  if (made.cause === null) {
    history.failures = 0
    history.successes += 1
    if (!isError) return
    open.closedAt = made.at
    happenings.push({ at: made.at, is: 'recovered', ms: made.ms })
    return
  }
  history.failures += 1
  history.successes = 0
  const { at, cause, ms } = made
  if (isError) return
  happenings.push({ at, is: history.failures > 1 ? 'failed' : 'doubted', cause, ms })
  if (history.failures === 2) {
    incidents.push({ openedAt: checks.at(-2)?.at ?? at, closedAt: null, cause })
  }
}

function causeAt(part: Part, at: number, now: number, random: () => number): Cause | null {
  const roll = random()
  const hoursAgo = (now - at) / HOUR_MS
  const trouble = part.troubles?.find(({ from, to }: Trouble) => hoursAgo <= from && hoursAgo > to)
  if (trouble) return roll < (trouble.share ?? 1) ? trouble.cause : null
  return roll < HICCUPS ? 'unavailable' : null
}

/** Slower by day than by night, by week than on its end, and now and then for no reason. */
function timeOf(
  part: Part,
  at: number,
  now: number,
  cause: Cause | null,
  random: () => number,
): number {
  const noise = 0.82 + 0.25 * random() + 0.5 * random() ** 8
  if (cause === 'slow') return DEADLINE_MS + Math.round(40 * noise)
  const hour = new Date(at).getUTCHours() + new Date(at).getUTCMinutes() / 60
  const day = new Date(at).getUTCDay()
  const rhythm = 1 + 0.22 * Math.sin(((hour - 9) / 24) * 2 * Math.PI)
  const week = day === 0 || day === 6 ? 0.88 : 1
  const hoursAgo = (now - at) / HOUR_MS
  const isSlow = part.slow && hoursAgo <= part.slow.from && hoursAgo > part.slow.to
  const spike = random() < 0.004 ? 3.5 : 1
  return Math.round(
    part.ms * noise * rhythm * week * (isSlow ? (part.slow?.times ?? 1) : 1) * spike,
  )
}

/** Mulberry32: small, and good enough for a wobble. */
function seeded(name: string): () => number {
  let state = createHash('sha256').update(name).digest().readUInt32LE()
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
