import { UNMADE_CODES } from '@contract/health'
import type { McpFacts } from '@contract/report'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  describeOnEachDatabase,
  person,
  query,
  request,
  sqlState,
  type TestDatabase,
} from '../../support/db.ts'
import {
  addWatched,
  claimChecks,
  failedCheck,
  foundOf,
  incidentsOf,
  letBeDue,
  look,
  metricsOf,
  recordChecks,
  scheduleOf,
} from '../../support/db-checks.ts'
import {
  addIntegration,
  addType,
  logOf,
  runTest,
  signUp,
  startedRun,
  stateOf,
} from '../../support/db-rows.ts'
import { call, claimJob, finishJob, letFallSilent, pairRunner } from '../../support/db-runners.ts'

const FACTS: McpFacts = {
  kind: 'mcp',
  era: 'modern',
  protocol_version: '2026-07-28',
  transport: 'streamable-http',
  server: { name: 'Acme', version: '1' },
  tool_count: 1,
  resource_count: 0,
  prompt_count: 0,
  counts_capped: { tools: false, resources: false, prompts: false },
  tools: [{ name: 'look' }],
  resources: [],
  prompts: [],
}

describeOnEachDatabase('what checks prove, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let ada: string
  let id: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
  }, 60_000)
  beforeEach(async () => {
    ada = await signUp(db)
    id = await addWatched(db, ada, { typeId })
  })
  afterAll(() => db.stop())

  const settle = (settings: string) =>
    request(db, person(ada), `update public.user_integrations set ${settings} where id = $1`, [id])
  const toldOf = async (event = 'check_failed') =>
    (await logOf(db, id, event)).map(({ level, message }) => `${level}: ${message}`)
  const dueIn = async () => (await scheduleOf(db, id))?.due_in ?? expect.fail('It is watched')

  test('a check that passes is a metric, and no word in the log', async () => {
    const log = await logOf(db, id)
    await look(db, id, 'passed')
    expect((await metricsOf(db, id)).at(-1)).toEqual({
      success: true,
      source: 'background',
      error_code: null,
      response_time_ms: 42,
    })
    expect(await logOf(db, id)).toEqual(log)
    expect(await stateOf(db, id)).toMatchObject({
      status: 'connected',
      consecutive_failures: 0,
      consecutive_successes: 2,
      last_report: { integration_id: id, outcome: 'passed', duration_ms: 42 },
    })
    expect(await dueIn()).toBeGreaterThan(260)
    expect(await scheduleOf(db, id)).toMatchObject({ lease: null })
  })

  test('one lost packet alarms nobody: it is looked at again after five seconds, and all is well', async () => {
    const before = await stateOf(db, id)
    await look(db, id, 'connection_refused')
    expect(await stateOf(db, id)).toEqual(before)
    expect(await dueIn()).toBeGreaterThan(4)
    expect(await dueIn()).toBeLessThanOrEqual(5)
    await look(db, id, 'passed')
    expect(await scheduleOf(db, id)).toMatchObject({ failing_since: null, is_second_look: false })
    expect((await metricsOf(db, id)).map(({ success }) => success)).toEqual([true, true])
    expect(await incidentsOf(db, id)).toEqual([])
    // But it is not hidden.
    expect(await toldOf()).toEqual([
      'info: Failed at reach, and is looked at again: Nothing listens there.',
    ])
  })

  test('a failed check is confirmed within half a minute, and two of them are an error', async () => {
    await failedCheck(db, id)
    expect(await stateOf(db, id)).toMatchObject({ status: 'connected', consecutive_failures: 1 })
    expect(await dueIn()).toBeGreaterThan(25)
    expect(await dueIn()).toBeLessThanOrEqual(30)
    await failedCheck(db, id)
    expect(await stateOf(db, id)).toMatchObject({
      status: 'error',
      connected_at: null,
      consecutive_failures: 2,
      consecutive_successes: 0,
      last_error: { stage: 'reach', code: 'connection_refused' },
    })
    expect((await metricsOf(db, id)).map(({ success }) => success)).toEqual([true, false, false])
    expect((await logOf(db, id, 'status_changed')).at(-1)).toMatchObject({
      level: 'error',
      message: 'Failed at reach: Nothing listens there.',
      metadata: {
        from: 'connected',
        to: 'error',
        code: 'connection_refused',
        source: 'background',
      },
    })
    expect(await toldOf()).toEqual([
      'info: Failed at reach, and is looked at again: Nothing listens there.',
      'warn: Failed at reach: Nothing listens there.',
      'info: Failed at reach, and is looked at again: Nothing listens there.',
    ])
  })

  test('then it is looked at ever less often, eight intervals at most', async () => {
    await settle('failures_to_error = 1, check_interval_s = 60')
    await failedCheck(db, id)
    const waits = [await dueIn()]
    for (let again = 0; again < 7; again++) {
      await look(db, id, 'connection_refused')
      waits.push(await dueIn())
    }
    const intended = [60, 90, 135, 202.5, 303.75, 455.625, 480, 480]
    for (const [nth, wait] of waits.entries()) {
      expect(wait / (intended[nth] ?? 0)).toBeGreaterThan(0.85)
      expect(wait / (intended[nth] ?? 0)).toBeLessThanOrEqual(1.1)
    }
    await settle('check_interval_s = 7200')
    await look(db, id, 'connection_refused')
    expect(await dueIn()).toBeLessThanOrEqual(7_200 * 1.1)
  })

  test('what fails otherwise than before is told, what fails as before is not told again', async () => {
    await settle('failures_to_error = 1')
    await failedCheck(db, id)
    await look(db, id, 'connection_refused')
    await look(db, id, 'credential_refused')
    await look(db, id, 'credential_refused')
    expect((await toldOf()).slice(1)).toEqual([
      'warn: Fails otherwise now, at reach: Nothing listens there.',
    ])
    expect(await metricsOf(db, id)).toHaveLength(5)
  })

  test('the first check that passes connects it again, and the incident is over', async () => {
    await look(db, id, 'connection_refused')
    const began = (await scheduleOf(db, id))?.failing_since
    await look(db, id, 'connection_refused')
    expect(await incidentsOf(db, id)).toEqual([])
    await failedCheck(db, id, 'response_timeout')
    expect(await incidentsOf(db, id)).toEqual([
      {
        opened_at: began,
        closed_at: null,
        ended_by: null,
        code: 'response_timeout',
        message: 'Nothing listens there.',
      },
    ])
    await look(db, id, 'connection_refused')
    await look(db, id, 'passed')
    expect(await stateOf(db, id)).toMatchObject({ status: 'connected', last_error: null })
    const [incident, ...others] = await incidentsOf(db, id)
    expect(others).toEqual([])
    expect(incident).toMatchObject({ opened_at: began, ended_by: 'recovered' })
    expect((await logOf(db, id, 'status_changed')).at(-1)).toMatchObject({
      level: 'info',
      message: 'Works again: a check passed in 42 ms.',
    })
  })

  test('where more proof is asked for, it takes more, both ways', async () => {
    await settle('failures_to_error = 3, successes_to_connect = 2')
    for (const status of ['connected', 'connected', 'error']) {
      await failedCheck(db, id)
      expect((await stateOf(db, id)).status).toBe(status)
    }
    await look(db, id, 'passed')
    expect((await stateOf(db, id)).status).toBe('error')
    expect(await dueIn()).toBeLessThanOrEqual(30)
    await look(db, id, 'connection_refused')
    for (const status of ['error', 'connected']) {
      await look(db, id, 'passed')
      expect((await stateOf(db, id)).status).toBe(status)
    }
  })

  test.for(UNMADE_CODES)('%s says nothing of it: a metric, and nothing else', async (code) => {
    const before = await stateOf(db, id)
    for (let made = 0; made < 4; made++) await look(db, id, code)
    expect(await stateOf(db, id)).toEqual(before)
    expect(await incidentsOf(db, id)).toEqual([])
    expect(await toldOf()).toEqual([])
    expect((await metricsOf(db, id)).at(-1)).toMatchObject({
      success: false,
      error_code: code,
      response_time_ms: null,
    })
    const { rows } = await request<{ checks: Record<string, unknown[]> }>(
      db,
      person(ada),
      'select public.recent_checks() as checks',
    )
    expect(rows[0]?.checks[id]).toEqual([[42, 'passed'], ...Array(4).fill([null, 'unmade'])])
    expect(await dueIn()).toBeGreaterThan(200)
  })

  test('an incident opens at a test that fails, too, and goes on while tests run', async () => {
    await runTest(db, ada, id, 'failed')
    expect(await incidentsOf(db, id)).toMatchObject([{ closed_at: null }])
    await startedRun(db, ada, id)
    expect(await incidentsOf(db, id)).toMatchObject([{ closed_at: null }])
  })

  test('an incident ends as changed when its owner changes or lets go what failed', async () => {
    for (const set of [`status = 'disconnected'`, `config = config || '{"api_version": "2"}'`]) {
      await runTest(db, ada, id, 'failed')
      await settle(set)
      expect((await incidentsOf(db, id)).at(-1)).toMatchObject({ ended_by: 'changed' })
      await runTest(db, ada, id, 'passed')
    }
    expect(await incidentsOf(db, id)).toHaveLength(2)
  })

  test('what never worked has no incident', async () => {
    const never = await addIntegration(db, ada, { typeId })
    await runTest(db, ada, never, 'failed')
    await look(db, never, 'connection_refused')
    expect(await incidentsOf(db, never)).toEqual([])
    expect(await stateOf(db, never)).toMatchObject({ status: 'error', consecutive_failures: 2 })
  })

  test('an incident never ends before it began, wherever the clock was set', async () => {
    await settle('failures_to_error = 1')
    for (const hours of [2, 1]) {
      const now = new Date(Date.now() + hours * 3_600_000)
      await letBeDue(db, [id])
      const { lease } = await claimChecks(db, { now })
      const outcome = { integration_id: id, report: foundOf('connection_refused') }
      await recordChecks(db, lease, [outcome], now)
    }
    await look(db, id, 'passed')
    const [incident] = await query<{ honest: boolean }>(
      db,
      `select closed_at >= opened_at as honest from public.integration_incidents where user_integration_id = $1`,
      [id],
    )
    expect(incident).toEqual({ honest: true })
  })

  test('facts are kept from the last check that passed, and written only when they differ', async () => {
    await look(db, id, 'passed', FACTS)
    expect(await stateOf(db, id)).toMatchObject({ last_facts: FACTS })
    expect((await stateOf(db, id)).last_report).not.toHaveProperty('facts')
    await failedCheck(db, id)
    expect(await stateOf(db, id)).toMatchObject({ last_facts: FACTS })
    const more = { ...FACTS, tool_count: 2, tools: [...FACTS.tools, { name: 'see' }] }
    await look(db, id, 'passed', more)
    expect(await stateOf(db, id)).toMatchObject({ last_facts: more })
  })

  test('a batch with a report that is none is written nowhere, whatever else is in it', async () => {
    const other = await addWatched(db, ada, { typeId })
    await letBeDue(db, [id, other])
    const { lease } = await claimChecks(db)
    const bad = { ...foundOf('passed'), duration_ms: -1 }
    const before = await stateOf(db, other)
    expect(
      await sqlState(
        recordChecks(db, lease, [
          { integration_id: other, report: foundOf('passed') },
          { integration_id: id, report: bad },
        ]),
      ),
    ).toBe('23514')
    expect(await stateOf(db, other)).toEqual(before)
    const alone = [{ integration_id: other, report: foundOf('passed') }]
    expect(await recordChecks(db, lease, alone)).toEqual({ recorded: 1, lost: [] })
  })

  test('a runner records its check itself, under the lease that the worker took', async () => {
    const runner = await pairRunner(db, ada)
    await letBeDue(db, [id])
    const { lease } = await claimChecks(db, { leaseMs: 10_000 })
    const enqueue = `public.enqueue_runner_job('${ada}', '${id}', '${lease}', 'background', '{"x": 1}', 60000, 80000, 20000)`
    expect(await call(db, enqueue)).toMatchObject({ outcome: 'enqueued' })
    // It has the time that a runner needs.
    expect((await scheduleOf(db, id))?.claimable_in).toBeGreaterThan(70)
    const held = await claimJob(db, runner.tokenHash)
    expect(await finishJob(db, runner.tokenHash, held, foundOf('passed', FACTS))).toBe('kept')
    expect((await metricsOf(db, id)).at(-1)).toMatchObject({ success: true, source: 'background' })
    expect(await stateOf(db, id)).toMatchObject({ status: 'connected', last_facts: FACTS })
    expect(await scheduleOf(db, id)).toMatchObject({ lease: null })
    expect(await query(db, 'select from private.runner_jobs')).toHaveLength(0)
    expect(await finishJob(db, runner.tokenHash, held, foundOf('passed'))).toBe('lost')
  })

  test('a job that no runner ends is told of once, and not put up for ever', async () => {
    await pairRunner(db, ada)
    await letBeDue(db, [id])
    const { lease } = await claimChecks(db)
    const enqueue = `public.enqueue_runner_job('${ada}', '${id}', '${lease}', 'background', '{"x": 1}', 60000, 80000, 20000)`
    expect(await call(db, enqueue)).toMatchObject({ outcome: 'enqueued' })
    await query(
      db,
      `update private.runner_jobs set expires_at = clock_timestamp() - interval '1 s'`,
    )
    expect(await call(db, enqueue)).toEqual({ outcome: 'lost' })
    expect(await call(db, enqueue)).toMatchObject({ outcome: 'enqueued' })
    await query(db, 'delete from private.runner_jobs')
  })

  test('a runner that is late writes nothing: the check is another’s by then', async () => {
    const runner = await pairRunner(db, ada)
    await letBeDue(db, [id])
    const { lease } = await claimChecks(db)
    await call(
      db,
      `public.enqueue_runner_job('${ada}', '${id}', '${lease}', 'background', '{"x": 1}', 60000, 80000, 20000)`,
    )
    const held = await claimJob(db, runner.tokenHash)
    await letBeDue(db, [id])
    await claimChecks(db)
    await finishJob(db, runner.tokenHash, held, foundOf('connection_refused'))
    expect(await metricsOf(db, id)).toHaveLength(1)
    await letFallSilent(db, runner.id)
  })
})
