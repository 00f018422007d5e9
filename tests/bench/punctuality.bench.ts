import { afterAll, beforeAll, expect, it } from 'vitest'
import { claimChecks, foundOf, recordChecks } from '../support/db-checks.ts'
import type { PostgresServer } from '../support/db-postgres.ts'
import { byLease, MINUTE_MS, seeded, startWatching } from '../support/db-simulation.ts'

const COUNT = 10_000
const MINUTES = 4
const TICK_MS = 2_000
const IN_FLIGHT = 100
const FLUSH_MS = 500
const P99_LAG_MS = 5_000

let db: PostgresServer
let ids: string[]
const start = Date.now()

beforeAll(async () => {
  ;({ db, ids } = await startWatching(COUNT, 100, start))
}, 120_000)
afterAll(() => db?.stop())

/** Most answer in a fraction of a second, some in seconds, and one in a hundred hangs to its deadline. */
function probeTime(random: () => number): number {
  if (random() < 0.01) return 10_000
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.min(10_000, 150 * Math.exp(0.9 * normal))
}

/**
 * One worker on a clock that stands still while the database works: called every two seconds, it has
 * at most a hundred probes under way, and goes on until nothing is due.
 */
async function work() {
  const random = seeded(7)
  const begun = new Map(ids.map((id): [string, number[]] => [id, []]))
  const lags: number[] = []
  let flying: { at: number; lease: string; id: string }[] = []
  let recorded = 0

  let ended: typeof flying = []
  let flushedAt = start

  /** What has ended leaves its slot at once, and is written with others. */
  const record = async (now: number) => {
    ended.push(...flying.filter(({ at }) => at <= now))
    flying = flying.filter(({ at }) => at > now)
    if (ended.length < 50 && now < flushedAt + FLUSH_MS) return
    flushedAt = now
    const batches = byLease(ended)
    ended = []
    for (const [lease, batch] of batches) {
      const outcomes = batch.map(({ id }) => ({ integration_id: id, report: foundOf('passed') }))
      const answer = await recordChecks(db, lease, outcomes, new Date(now))
      expect(answer.lost).toEqual([])
      recorded += answer.recorded
    }
  }
  /** Answers whether there was anything. */
  const claim = async (now: number) => {
    const limit = IN_FLIGHT - flying.length
    if (limit <= 0) return false
    const claimed = await claimChecks(db, { limit, perUser: 20, perHost: 8, now: new Date(now) })
    for (const { integration, due_at } of claimed.checks) {
      begun.get(integration.id)?.push(now)
      lags.push(now - Date.parse(due_at))
      const { lease } = claimed
      flying.push({ at: now + probeTime(random), lease, id: integration.id })
    }
    return claimed.checks.length > 0
  }

  for (let tick = start; tick < start + MINUTES * MINUTE_MS; tick += TICK_MS) {
    await record(tick)
    // Slots that become free between two calls are filled again while anything is due.
    for (let now = tick; now < tick + TICK_MS; now += 100) {
      await record(now)
      while (await claim(now));
      if (flying.length < IN_FLIGHT) break
    }
  }
  return { begun: [...begun.values()], lags: lags.sort((a, b) => a - b), recorded }
}

it(`checks ${COUNT} integrations each minute: none is skipped, and 99 of 100 begin within ${P99_LAG_MS} ms`, async () => {
  const { begun, lags, recorded } = await work()
  const p99 = lags[Math.floor(lags.length * 0.99)] ?? Number.POSITIVE_INFINITY
  const end = start + MINUTES * MINUTE_MS
  // From one check to the next, and from the last to the end.
  const gaps = begun.flatMap((at) => at.map((time, n) => (at[n + 1] ?? end) - time))
  const longest = Math.max(...gaps)
  console.info(
    `${lags.length} checks in ${MINUTES} minutes: lag p50 ${lags[lags.length >> 1]} ms, p99 ${p99} ms, ` +
      `at most ${lags.at(-1)} ms; from one check to the next ${Math.round(longest / 1_000)} s at most`,
  )
  expect(begun.filter((at) => at.length === 0)).toEqual([])
  // An interval and its jitter, a hanging probe, and a late start: none was left out.
  expect(longest).toBeLessThan(2 * MINUTE_MS)
  expect(recorded).toBeGreaterThan(COUNT * (MINUTES - 1) * 0.95)
  expect(p99).toBeLessThanOrEqual(P99_LAG_MS)
}, 300_000)
