import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  HEALTH_RANGES,
  HealthOverview,
  type HealthRange,
  IntegrationHealth,
  UNMADE_CODES,
} from '../../../supabase/functions/_shared/contract/health.ts'
import {
  become,
  describeOnEachDatabase,
  person,
  query,
  type TestDatabase,
} from '../../support/db.ts'
import { addIntegration, addType, signUp } from '../../support/db-rows.ts'

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const DAY = 24 * HOUR
const EPOCH = Date.UTC(2000, 0, 1)

interface Check {
  /** Its hour is in its day. */
  in_day: boolean
  at: number
  ms: number | null
  passed: boolean
}

/** What counts of the checks themselves, with the database's clock. */
interface Truth {
  now: number
  checks: Check[]
}

const floor = (at: number, step: number) => EPOCH + Math.floor((at - EPOCH) / step) * step
const count = (checks: readonly Check[]) => ({
  checks: checks.length,
  failures: checks.filter(({ passed }) => !passed).length,
})

/** As `percentile_disc()` takes it. */
function percentile(checks: readonly Check[], fraction: number): number | null {
  const times = checks.flatMap(({ ms, passed }) => (passed && ms !== null ? [ms] : []))
  return times.sort((a, b) => a - b)[Math.ceil(fraction * times.length) - 1] ?? null
}

function uptimeOf({ now, checks }: Truth): Record<HealthRange, ReturnType<typeof count>> {
  const since = (isIn: (at: number) => boolean) => count(checks.filter(({ at }) => isIn(at)))
  return {
    '24h': since((at) => at > now - DAY),
    '7d': since((at) => floor(at, HOUR) > now - 7 * DAY),
    '30d': since((at) => floor(at, DAY) > floor(now, DAY) - 30 * DAY),
    '90d': since((at) => floor(at, DAY) > floor(now, DAY) - 90 * DAY),
  }
}

const STEPS: Record<HealthRange, number> = {
  '24h': HOUR / 4,
  '7d': HOUR,
  '30d': 6 * HOUR,
  '90d': DAY,
}
const REACHES: Record<HealthRange, number> = {
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
}

function pointsOf({ now, checks }: Truth, range: HealthRange) {
  const step = STEPS[range]
  const from = floor(now, step) + step - REACHES[range]
  const shown = checks.filter(({ at }) => at >= from)
  return [...new Set(shown.map(({ at }) => floor(at, step)))]
    .sort((a, b) => a - b)
    .map((at) => {
      const inIt = shown.filter((each) => floor(each.at, step) === at)
      const { checks: all, failures } = count(inIt)
      return {
        counts: [at / SECOND, all, failures],
        max: percentile(inIt, 1),
        percentiles: [percentile(inIt, 0.5), percentile(inIt, 0.95)],
      }
    })
}

/** Null where there is none; else at most that share of the truth away from it. */
function expectNear(told: number | null, truth: number | null, share: number) {
  expect(told === null).toBe(truth === null)
  expect(Math.abs((told ?? 0) - (truth ?? 0))).toBeLessThanOrEqual(share * (truth ?? 0))
}

function expectHealth(told: IntegrationHealth, truth: Truth, range: HealthRange) {
  expect(told.uptime).toEqual(uptimeOf(truth))
  const points = pointsOf(truth, range)
  expect(told.step_s).toBe(STEPS[range] / SECOND)
  expect(told.points.map((point) => point.slice(0, 3))).toEqual(points.map((p) => p.counts))
  expect(told.points.map((point) => point[5])).toEqual(points.map((p) => p.max))
  const share = range === '24h' ? 0 : 0.05
  told.points.forEach(([, , , p50, p95], n) => {
    expectNear(p50, points[n]?.percentiles[0] ?? null, share)
    expectNear(p95, points[n]?.percentiles[1] ?? null, share)
  })
}

function expectOverview({ integrations: [row] }: HealthOverview, { now, checks }: Truth) {
  const today = floor(now, DAY)
  const days = Array.from({ length: 90 }, (_, n) => {
    const day = today - (89 - n) * DAY
    return count(checks.filter(({ at }) => floor(at, DAY) === day))
  })
  expect(row?.checks).toEqual(days.map((day) => day.checks))
  expect(row?.failures).toEqual(days.map((day) => day.failures))
  const lately = checks.filter(({ at }) => at >= today - DAY)
  const p95Of = (inDay: boolean) =>
    percentile(
      lately.filter((c) => c.in_day === inDay),
      0.95,
    )
  expectNear(row?.p95 ?? null, p95Of(true) ?? p95Of(false), 0.05)
}

const INSERT = `
  insert into public.integration_health_metrics
    (user_integration_id, user_id, response_time_ms, success, error_code, source, checked_at)
  select mine.id, mine.user_id, c.ms, c.code is null, c.code, c.source::public.check_source,
    now() - make_interval(secs => c.seconds_ago)
  from jsonb_to_recordset($2::text::jsonb) as c (ms integer, code text, source text, seconds_ago integer),
    public.user_integrations as mine
  where mine.id = $1`

const ago = fc.oneof(fc.nat(2 * 3_600), fc.nat(2 * 86_400), fc.nat(100 * 86_400))
const check = fc.record({
  seconds_ago: ago,
  ms: fc.oneof(fc.nat(300), fc.nat(30_000)),
  code: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    fc.constantFrom('unreachable', ...UNMADE_CODES),
  ),
  source: fc.oneof({ weight: 6, arbitrary: fc.constant('background') }, fc.constant('test')),
})
/** How far hours have gone into their days when a batch comes: not at all, or up to so many hours ago. */
const story = fc.array(
  fc.record({ hoursAgo: fc.option(fc.nat(72)), checks: fc.array(check, { maxLength: 40 }) }),
  { minLength: 1, maxLength: 4 },
)

describeOnEachDatabase('what the page shows of health, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
  }, 60_000)
  afterAll(() => db.stop())

  test('is what the checks themselves say, whichever hours are in their days', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (batches) => {
        const owner = await signUp(db)
        const id = await addIntegration(db, owner, { typeId })
        for (const { hoursAgo, checks } of batches) {
          await query(db, INSERT, [id, JSON.stringify(checks)])
          if (hoursAgo === null) continue
          await query(
            db,
            'select private.count_days(now() - make_interval(hours => $1::text::integer))',
            [String(hoursAgo)],
          )
        }
        await db.transaction(async (run) => {
          await become(run, person(owner))
          const { rows: told } = await run<{ overview: unknown; health: unknown[] }>(
            `select public.health_overview() as overview, array(
               select public.integration_health($1, range) from unnest($2::text[]) as range) as health`,
            [id, [...HEALTH_RANGES]],
          )
          const { rows: checks } = await run<Check & { now: number }>(
            `select (extract(epoch from now()) * 1000)::float8 as now, response_time_ms as ms, success as passed,
               (select kept.is_in_day from public.integration_health_hourly as kept
                where kept.user_integration_id = $1 and kept.hour = date_trunc('hour', checked_at, 'UTC')) as in_day,
               (extract(epoch from checked_at) * 1000)::float8 as at
             from public.integration_health_metrics
             where user_integration_id = $1 and source <> 'client' and coalesce(error_code, '') <> all ($2)`,
            [id, [...UNMADE_CODES]],
          )
          const truth = { now: checks[0]?.now ?? Date.now(), checks }
          expectOverview(HealthOverview.parse(told[0]?.overview), truth)
          HEALTH_RANGES.forEach((range, n) => {
            expectHealth(IntegrationHealth.parse(told[0]?.health[n]), truth, range)
          })
        })
      }),
      { numRuns: 12 },
    )
  }, 60_000)
})
