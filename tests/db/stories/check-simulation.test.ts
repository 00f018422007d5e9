import { afterAll, beforeAll, expect, test } from 'vitest'
import { query } from '../../support/db.ts'
import { claimChecks, type Finding, foundOf, idsOf, recordChecks } from '../../support/db-checks.ts'
import type { PostgresServer } from '../../support/db-postgres.ts'
import { byLease, MINUTE_MS, seeded, startWatching } from '../../support/db-simulation.ts'

const COUNT = 1_200
const MINUTES = 21
/** Slower than the worker is called, which makes nothing look better than it is. */
const STEP_MS = 5_000
const HANGING_MS = 10_000

let db: PostgresServer
let ids: string[]
const start = Date.now()

beforeAll(async () => {
  ;({ db, ids } = await startWatching(COUNT, 12, start))
}, 60_000)
afterAll(() => db?.stop())

/**
 * Real claims and records, on a clock that stands still while they run. Of each look one in ten fails
 * by chance, whatever the look before it found. A sixth of the integrations goes down for good.
 */
async function watch() {
  const random = seeded(4)
  const downAt = new Map(
    ids.filter((_, n) => n % 6 === 0).map((id) => [id, start + (3 + 10 * random()) * MINUTE_MS]),
  )
  const isDown = (id: string, at: number) => at >= (downAt.get(id) ?? Number.POSITIVE_INFINITY)
  const toldAt = new Map<string, number>()
  let [looks, failed, alarms] = [0, 0, 0]
  let falselyInError = new Set<string>()
  let flying: { at: number; lease: string; id: string; finding: Finding }[] = []

  for (let now = start; now < start + MINUTES * MINUTE_MS; now += STEP_MS) {
    const claim = await claimChecks(db, { limit: COUNT, perUser: COUNT, now: new Date(now) })
    for (const id of idsOf(claim)) {
      if (isDown(id, now)) {
        // What is down hangs: that takes longest to find out.
        flying.push({ at: now + HANGING_MS, lease: claim.lease, id, finding: 'response_timeout' })
        continue
      }
      const isLost = random() < 0.1
      looks++
      if (isLost) failed++
      const finding = isLost ? 'connection_refused' : 'passed'
      flying.push({ at: now + STEP_MS, lease: claim.lease, id, finding })
    }
    const then = now + STEP_MS
    for (const [lease, batch] of byLease(flying.filter(({ at }) => at <= then))) {
      const outcomes = batch.map(({ id, finding }) => ({
        integration_id: id,
        report: foundOf(finding),
      }))
      expect((await recordChecks(db, lease, outcomes, new Date(then))).lost).toEqual([])
    }
    flying = flying.filter(({ at }) => at > then)
    const rows = await query<{ id: string }>(
      db,
      `select id from public.user_integrations where status = 'error'`,
    )
    const inError = rows.map(({ id }) => id)
    for (const id of inError) if (isDown(id, now) && !toldAt.has(id)) toldAt.set(id, then)
    const falsely = inError.filter((id) => !isDown(id, now))
    alarms += falsely.filter((id) => !falselyInError.has(id)).length
    falselyInError = new Set(falsely)
  }
  const delays = [...downAt].map(([id, at]) => (toldAt.get(id) ?? Number.POSITIVE_INFINITY) - at)
  return { looks, failed, alarms, delays, down: [...downAt.keys()] }
}

test('one failure in ten by chance: less than one false alarm in a thousand checks; and what is down is told within three intervals', async () => {
  const { looks, failed, alarms, delays, down } = await watch()
  const [row] = await query<{ checks: number }>(
    db,
    `select count(*)::integer as checks from public.integration_health_metrics
     where user_integration_id <> all ($1::text[]::uuid[])`,
    [down],
  )
  const checks = row?.checks ?? 0
  const slowest = Math.max(...delays)
  console.info(
    `${checks} checks of what was up, ${looks} looks of which ${failed} failed by chance: ` +
      `${alarms} false alarms; what went down was told after ${Math.round(slowest / 1_000)} s at most`,
  )
  expect(checks).toBeGreaterThan(20_000)
  expect(failed / looks).toBeCloseTo(0.1, 2)
  expect(alarms / checks).toBeLessThanOrEqual(0.001)
  expect(slowest).toBeLessThanOrEqual(3 * MINUTE_MS)
}, 120_000)
