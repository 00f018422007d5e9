import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  CHECK_VIOLATION,
  describeOnEachDatabase,
  person,
  query,
  request,
  SERVICE,
  sqlState,
  type TestDatabase,
} from '../../support/db.ts'
import {
  addCredential,
  addIntegration,
  addType,
  beginTest,
  CONFIG,
  finishTest,
  logOf,
  metricCount,
  report,
  runTest,
  SEALED,
  signUp,
  startedRun,
  stateOf,
  statusSteps,
} from '../../support/db-rows.ts'

describeOnEachDatabase('a test from lease to report, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let owner: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
    owner = await signUp(db)
  }, 60_000)
  afterAll(() => db.stop())

  async function call<Answer>(expression: string): Promise<Answer | undefined> {
    const { rows } = await request<{ answer: Answer }>(
      db,
      SERVICE,
      `select ${expression} as answer`,
    )
    return rows[0]?.answer
  }

  test('it starts, with all that the probe needs in the answer', async () => {
    const id = await addIntegration(db, owner, { typeId, authMethod: 'api_key' })
    await addCredential(db, owner, id)
    const answer = await beginTest(db, owner, id)
    expect(answer).toMatchObject({
      outcome: 'started',
      integration: { id, auth_method: 'api_key', config: CONFIG },
      type: {
        name: 'Acme',
        auth_methods: ['none', 'api_key'],
        defaults: { kind: 'rest', api_url: 'https://api.acme.test' },
      },
      credentials: [
        { slot: 'auth', encrypted: SEALED, hint: 'c0de', audience: ['https://api.acme.test'] },
      ],
    })
    expect(await stateOf(db, id)).toMatchObject({ status: 'testing', test_run_id: answer.run_id })
    expect(await statusSteps(db, id)).toEqual(['configuring → testing'])
  })

  test('a second request learns of the run that is under way, and nothing is told twice', async () => {
    const id = await addIntegration(db, owner, { typeId })
    const run = await startedRun(db, owner, id)
    expect(await beginTest(db, owner, id)).toEqual({ outcome: 'running', run_id: run })
    expect(await statusSteps(db, id)).toEqual(['configuring → testing'])
  })

  test("a stranger's integration is not found, nor one that is not there", async () => {
    const id = await addIntegration(db, await signUp(db), { typeId })
    expect(await beginTest(db, owner, id)).toEqual({ outcome: 'not_found' })
    expect(await beginTest(db, owner, randomUUID())).toEqual({ outcome: 'not_found' })
    expect((await stateOf(db, id)).status).toBe('configuring')
  })

  test('a run that died is taken over, and the log tells both', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await runTest(db, owner, id, 'failed')
    const dead = await startedRun(db, owner, id, 1)
    await sleep(5)
    const next = await startedRun(db, owner, id)
    expect(next).not.toBe(dead)
    expect((await statusSteps(db, id)).slice(2)).toEqual([
      'error → testing',
      'testing → error',
      'error → testing',
    ])
    const [, , , ended] = await logOf(db, id, 'status_changed')
    // The old failure is not told again as if it were new.
    expect(ended).toMatchObject({ level: 'warn', message: 'The test ended without a report.' })
    expect(ended?.metadata).not.toHaveProperty('code')
  })

  test('more tests than the rate limit allows are put off, and told for how long', async () => {
    const config = { ...CONFIG, rate_limit: { requests: 2, per_seconds: 60 } }
    const id = await addIntegration(db, owner, { typeId, config })
    await runTest(db, owner, id, 'passed')
    await runTest(db, owner, id, 'passed')
    const answer = await beginTest(db, owner, id)
    expect(answer.outcome).toBe('rate_limited')
    expect(answer.retry_after_ms).toBeGreaterThan(20_000)
    expect(answer.retry_after_ms).toBeLessThanOrEqual(30_000)
    expect((await stateOf(db, id)).status).toBe('connected')

    await query(
      db,
      `update private.rate_allowances set whole_at = whole_at - interval '30 s' where user_integration_id = $1`,
      [id],
    )
    expect((await beginTest(db, owner, id)).outcome).toBe('started')
  })

  test('a wider limit holds at once, whatever was spent under the old one', async () => {
    const limited = (requests: number, per_seconds: number) => ({
      ...CONFIG,
      rate_limit: { requests, per_seconds },
    })
    const id = await addIntegration(db, owner, { typeId, config: limited(1, 3_600) })
    await runTest(db, owner, id, 'passed')
    const config = JSON.stringify(limited(60, 60))
    const change = 'update public.user_integrations set config = $2::text::jsonb where id = $1'
    await request(db, person(owner), change, [id, config])
    const { retry_after_ms } = await beginTest(db, owner, id)
    expect(retry_after_ms).toBeLessThanOrEqual(1_000)
  })

  test('what the browser records of its own does not count towards the limit', async () => {
    const config = { ...CONFIG, rate_limit: { requests: 1, per_seconds: 60 } }
    const id = await addIntegration(db, owner, { typeId, config })
    const metric = `insert into public.integration_health_metrics
      (user_integration_id, success, error_code, source) values ($1, false, 'unavailable', 'client')`
    await request(db, person(owner), metric, [id])
    expect((await beginTest(db, owner, id)).outcome).toBe('started')
  })

  test.for(['passed', 'failed'] as const)(
    'a report that %s writes status, log and metric',
    async (outcome) => {
      const id = await addIntegration(db, owner, { typeId })
      const run = await startedRun(db, owner, id)
      expect(await finishTest(db, id, run, report(id, run, outcome))).toBe(true)
      const status = outcome === 'passed' ? 'connected' : 'error'
      expect(await stateOf(db, id)).toMatchObject({
        status,
        last_report: { id: run },
        test_run_id: null,
      })
      const [metric] = await query(
        db,
        `select user_id, success, response_time_ms, stage::text, error_code, error_message, source::text
       from public.integration_health_metrics where user_integration_id = $1`,
        [id],
      )
      const failure =
        outcome === 'passed'
          ? { stage: null, error_code: null, error_message: null }
          : {
              stage: 'reach',
              error_code: 'connection_refused',
              error_message: 'Nothing listens there.',
            }
      expect(metric).toEqual({
        user_id: owner,
        success: outcome === 'passed',
        response_time_ms: 42,
        source: 'test',
        ...failure,
      })
      expect((await logOf(db, id, 'status_changed')).at(-1)).toMatchObject({
        level: outcome === 'passed' ? 'info' : 'error',
        message:
          outcome === 'passed' ? 'Connected in 42 ms.' : 'Failed at reach: Nothing listens there.',
        metadata: { from: 'testing', to: status, run_id: run, duration_ms: 42 },
      })
    },
  )

  test('a run that lost its lease writes nothing', async () => {
    const id = await addIntegration(db, owner, { typeId })
    const stale = await startedRun(db, owner, id, 1)
    await sleep(5)
    await startedRun(db, owner, id)
    const [log, state] = [await logOf(db, id), await stateOf(db, id)]
    expect(await finishTest(db, id, stale, report(id, stale, 'passed'))).toBe(false)
    expect(await logOf(db, id)).toEqual(log)
    expect(await stateOf(db, id)).toEqual(state)
    expect(await metricCount(db, id)).toBe(0)
  })

  test('a report arrives once', async () => {
    const id = await addIntegration(db, owner, { typeId })
    const run = await startedRun(db, owner, id)
    const passed = report(id, run, 'passed')
    expect([await finishTest(db, id, run, passed), await finishTest(db, id, run, passed)]).toEqual([
      true,
      false,
    ])
    expect(await metricCount(db, id)).toBe(1)
  })

  test.for([
    ['a failure without a code', { outcome: 'failed', duration_ms: 1 }, CHECK_VIOLATION],
    ['no outcome', { duration_ms: 1 }, '23502'],
    ['a time before it began', { outcome: 'passed', duration_ms: -1 }, CHECK_VIOLATION],
    [
      'a stage unheard of',
      { outcome: 'failed', duration_ms: 1, failure: { stage: 'dance', code: 'x', message: 'y' } },
      '22P02',
    ],
  ] as const)(
    'a report with %s is written nowhere, and the test runs on',
    async ([, bad, code]) => {
      const id = await addIntegration(db, owner, { typeId })
      const run = await startedRun(db, owner, id)
      const [log, state] = [await logOf(db, id), await stateOf(db, id)]
      expect(await sqlState(finishTest(db, id, run, bad))).toBe(code)
      expect(await stateOf(db, id)).toEqual(state)
      expect(await logOf(db, id)).toEqual(log)
      expect(await metricCount(db, id)).toBe(0)
    },
  )

  test('a function that fails gives its lease back, and only its own', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await runTest(db, owner, id, 'passed')
    const { connected_at } = await stateOf(db, id)
    const run = await startedRun(db, owner, id)
    expect(await call(`public.abandon_test('${id}', '${randomUUID()}')`)).toBe(false)
    expect(await call(`public.abandon_test('${id}', '${run}')`)).toBe(true)
    expect(await stateOf(db, id)).toMatchObject({
      status: 'connected',
      connected_at,
      test_run_id: null,
    })
    expect((await logOf(db, id)).at(-1)).toMatchObject({
      level: 'warn',
      message: 'The test ended without a report.',
    })
  })

  test('tests whose function died are ended, once, and those that run are left alone', async () => {
    const [dead, alive] = [
      await addIntegration(db, owner, { typeId }),
      await addIntegration(db, owner, { typeId }),
    ]
    await call('public.release_stale_tests()')
    await startedRun(db, owner, dead, 1)
    await startedRun(db, owner, alive)
    await sleep(5)
    expect(await call('public.release_stale_tests()')).toBe(1)
    expect(await call('public.release_stale_tests()')).toBe(0)
    expect((await stateOf(db, dead)).status).toBe('configuring')
    expect((await stateOf(db, alive)).status).toBe('testing')
    expect(await statusSteps(db, dead)).toEqual(['configuring → testing', 'testing → configuring'])
  })
})
