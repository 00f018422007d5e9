import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  describeOnEachDatabase,
  person,
  query,
  request,
  type TestDatabase,
} from '../../support/db.ts'
import { addIntegration, report, signUp, startedRun, stateOf } from '../../support/db-rows.ts'
import {
  claimJob,
  enqueueJob,
  enrolRunner,
  finishJob,
  hashOf,
  letFallSilent,
  letLeaseRunOut,
  openCode,
  pair,
  pairRunner,
  readJob,
  tellProgress,
} from '../../support/db-runners.ts'

describeOnEachDatabase('runners and their jobs, on $name', ({ start }) => {
  let db: TestDatabase
  let ada: string
  let mallory: string

  beforeAll(async () => {
    db = await start()
  }, 60_000)
  beforeEach(async () => {
    await query(db, 'delete from public.runners')
    await query(db, 'delete from private.runner_jobs')
    await query(db, 'update private.pairing_guesses set whole_at = now()')
    ada = await signUp(db)
    mallory = await signUp(db)
  })
  afterAll(() => db.stop())

  const jobOf = async (userId: string) => {
    const { job_id } = await enqueueJob(db, userId)
    if (job_id === undefined) throw new Error('Nobody is online.')
    return job_id
  }
  const storedTest = async () => {
    const integrationId = await addIntegration(db, ada)
    const runId = await startedRun(db, ada, integrationId)
    const { job_id: jobId = '' } = await enqueueJob(db, ada, { integrationId, runId })
    return { integrationId, runId, jobId }
  }
  const passed = (integrationId: string, runId: string) => {
    const {
      id: _id,
      integration_id: _integration,
      ...told
    } = report(integrationId, runId, 'passed')
    return told
  }

  test('a code makes one runner, its owner’s, and then no other', async () => {
    const code = await openCode(db, ada)
    expect(await pair(db, code)).toMatchObject({ outcome: 'paired' })
    expect(await pair(db, code)).toEqual({ outcome: 'unknown_code' })
    const look = 'select name from public.runners'
    expect((await request(db, person(ada), look)).rows).toEqual([{ name: 'laptop' }])
    expect((await request(db, person(mallory), look)).rows).toEqual([])
  })

  test('a code that is over, and one that never was, are told alike', async () => {
    const code = await openCode(db, ada, -1)
    expect(await pair(db, code)).toEqual(await pair(db, hashOf('guessed')))
  })

  test('two who show the same code at once: one is paired', async () => {
    const code = await openCode(db, ada)
    const outcomes = (await Promise.all([pair(db, code), pair(db, code)])).map((it) => it.outcome)
    expect(outcomes.sort()).toEqual(['paired', 'unknown_code'])
  })

  test('guessing is slowed down for all: after thirty, right codes wait too', async () => {
    const code = await openCode(db, ada)
    for (let guess = 0; guess < 40; guess++) await pair(db, hashOf(`guess ${guess}`))
    const answer = await pair(db, code)
    expect(answer).toMatchObject({ outcome: 'rate_limited' })
    expect(answer.retry_after_ms).toBeLessThanOrEqual(2_000)
    await query(db, `update private.pairing_guesses set whole_at = whole_at - interval '5 s'`)
    expect(await pair(db, code)).toMatchObject({ outcome: 'paired' })
  })

  test('a fourth open code ends the first', async () => {
    const codes = []
    for (let made = 0; made < 4; made++) codes.push(await openCode(db, ada, 60_000 + made))
    const outcomes = []
    for (const code of codes) outcomes.push((await pair(db, code)).outcome)
    expect(outcomes).toEqual(['unknown_code', 'paired', 'paired', 'paired'])
  })

  test('whoever has twenty runners gets no further code', async () => {
    for (let made = 0; made < 20; made++) await pairRunner(db, ada)
    const code = await openCode(db, ada)
    expect(await pair(db, code)).toEqual({ outcome: 'unknown_code' })
  })

  test('a stranger’s runner never gets my job', async () => {
    const [mine, theirs] = [await pairRunner(db, ada), await pairRunner(db, mallory)]
    const job = await jobOf(ada)
    expect(await claimJob(db, theirs.tokenHash)).toEqual({ outcome: 'nothing' })
    expect(await claimJob(db, mine.tokenHash)).toMatchObject({
      outcome: 'claimed',
      id: job,
      user_id: ada,
      payload: { secret: 'sealed' },
    })
  })

  test('nor may it say a word about it, whatever it has learnt', async () => {
    const [mine, theirs] = [await pairRunner(db, ada), await pairRunner(db, mallory)]
    const { integrationId, runId } = await storedTest()
    const held = await claimJob(db, mine.tokenHash)
    expect(await tellProgress(db, theirs.tokenHash, held)).toBe('lost')
    expect(await finishJob(db, theirs.tokenHash, held, passed(integrationId, runId))).toBe('lost')
    expect((await stateOf(db, integrationId)).status).toBe('testing')
  })

  test('a runner that was revoked gets nothing and says nothing', async () => {
    const mine = await pairRunner(db, ada)
    await jobOf(ada)
    const held = await claimJob(db, mine.tokenHash)
    const revoke = 'delete from public.runners where id = $1'
    expect((await request(db, person(mallory), revoke, [mine.id])).count).toBe(0)
    expect((await request(db, person(ada), revoke, [mine.id])).count).toBe(1)
    expect(await claimJob(db, mine.tokenHash)).toEqual({ outcome: 'unknown_runner' })
    expect(await tellProgress(db, mine.tokenHash, held)).toBe('unknown_runner')
    expect(await finishJob(db, mine.tokenHash, held, {})).toBe('unknown_runner')
  })

  test('nobody revokes the project’s own runner, or makes one', async () => {
    const { id } = await enrolRunner(db)
    const revoke = 'delete from public.runners where id = $1'
    expect((await request(db, person(ada), revoke, [id])).count).toBe(0)
    expect((await request(db, person(ada), 'select from public.runners')).count).toBe(1)
  })

  test('the project’s runner takes anybody’s job, unless they have one of their own online', async () => {
    const project = await enrolRunner(db)
    const adas = await pairRunner(db, ada)
    await jobOf(ada)
    expect(await claimJob(db, project.tokenHash)).toEqual({ outcome: 'nothing' })
    await jobOf(mallory)
    expect(await claimJob(db, project.tokenHash)).toMatchObject({ user_id: mallory })
    await letFallSilent(db, adas.id)
    expect(await claimJob(db, project.tokenHash)).toMatchObject({ user_id: ada })
  })

  test('starting the project’s runner again ends the token of last time', async () => {
    const [before, now] = [await enrolRunner(db), await enrolRunner(db)]
    expect(await claimJob(db, before.tokenHash)).toEqual({ outcome: 'unknown_runner' })
    expect(await claimJob(db, now.tokenHash)).toEqual({ outcome: 'nothing' })
  })

  test('without a runner nothing is put up, and it is told which was seen last', async () => {
    expect(await enqueueJob(db, ada)).toEqual({ outcome: 'offline', last_seen: null })
    const { id } = await pairRunner(db, ada)
    await pairRunner(db, mallory)
    await letFallSilent(db, id, '1 hour')
    expect(await enqueueJob(db, ada)).toEqual({
      outcome: 'offline',
      last_seen: { name: 'laptop', seconds_ago: expect.closeTo(3_600, -1) },
    })
    expect(await query(db, 'select from private.runner_jobs')).toHaveLength(0)
  })

  test('the oldest job goes first, and each to one runner', async () => {
    const runners = [await pairRunner(db, ada), await pairRunner(db, ada)]
    const jobs = [await jobOf(ada), await jobOf(ada)]
    const claimed = await Promise.all(runners.map(({ tokenHash }) => claimJob(db, tokenHash)))
    expect(claimed.map(({ id }) => id).sort()).toEqual(jobs.sort())
  })

  test('a report is written to the integration, and the sealed secrets are gone', async () => {
    const mine = await pairRunner(db, ada)
    const { integrationId, runId, jobId } = await storedTest()
    const held = await claimJob(db, mine.tokenHash)
    expect(await tellProgress(db, mine.tokenHash, held)).toBe('kept')
    expect(await readJob(db, jobId)).toMatchObject({
      state: 'running',
      stages: [{ stage: 'configure' }],
    })
    const told = passed(integrationId, runId)
    expect(await finishJob(db, mine.tokenHash, held, told)).toBe('kept')
    expect(await readJob(db, jobId)).toMatchObject({ state: 'ended', is_recorded: true })
    const { facts, ...stored } = told
    expect(await stateOf(db, integrationId)).toMatchObject({
      status: 'connected',
      last_report: { ...stored, id: runId, integration_id: integrationId },
      last_facts: facts,
    })
    const [row] = await query<{ payload: unknown }>(db, 'select payload from private.runner_jobs')
    expect(row).toEqual({ payload: null })
    // A second time, as after an answer that got lost on its way.
    expect(await finishJob(db, mine.tokenHash, held, told)).toBe('lost')
  })

  test('what changed in the meantime keeps its state: the report is not recorded', async () => {
    const mine = await pairRunner(db, ada)
    const { integrationId, runId, jobId } = await storedTest()
    const held = await claimJob(db, mine.tokenHash)
    const disconnect = `update public.user_integrations set status = 'disconnected' where id = $1`
    await request(db, person(ada), disconnect, [integrationId])
    await finishJob(db, mine.tokenHash, held, passed(integrationId, runId))
    expect(await readJob(db, jobId)).toMatchObject({ state: 'ended', is_recorded: false })
    expect((await stateOf(db, integrationId)).status).toBe('disconnected')
  })

  test('a runner that dies loses no job: the next one takes it, and the dead one is too late', async () => {
    const [dying, next] = [await pairRunner(db, ada), await pairRunner(db, ada)]
    const { integrationId, runId, jobId } = await storedTest()
    const late = await claimJob(db, dying.tokenHash)
    expect(await claimJob(db, next.tokenHash)).toEqual({ outcome: 'nothing' })
    await letLeaseRunOut(db, jobId)
    const told = passed(integrationId, runId)
    expect(await finishJob(db, dying.tokenHash, late, told)).toBe('lost')
    const held = await claimJob(db, next.tokenHash)
    expect(held.id).toBe(jobId)
    expect(held.lease).not.toBe(late.lease)
    expect(await finishJob(db, dying.tokenHash, late, told)).toBe('lost')
    expect(await tellProgress(db, dying.tokenHash, late)).toBe('lost')
    expect(await finishJob(db, next.tokenHash, held, told)).toBe('kept')
    expect((await stateOf(db, integrationId)).status).toBe('connected')
  })

  test('a job that kills its runner three times is given up', async () => {
    const mine = await pairRunner(db, ada)
    const job = await jobOf(ada)
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await claimJob(db, mine.tokenHash)).toMatchObject({ id: job })
      await letLeaseRunOut(db, job)
    }
    expect(await claimJob(db, mine.tokenHash)).toEqual({ outcome: 'nothing' })
    expect((await readJob(db, job))?.state).toBe('lost')
  })

  test('a job is told as lost, or as never taken, when no runner is left', async () => {
    const mine = await pairRunner(db, ada)
    const [taken, waiting] = [await jobOf(ada), await jobOf(ada)]
    await claimJob(db, mine.tokenHash)
    await letLeaseRunOut(db, taken)
    expect((await readJob(db, waiting))?.state).toBe('waiting')
    await letFallSilent(db, mine.id)
    expect((await readJob(db, taken))?.state).toBe('lost')
    expect((await readJob(db, waiting))?.state).toBe('offline')
  })

  test('a test that is put up has the time that a runner needs', async () => {
    await pairRunner(db, ada)
    const { integrationId } = await storedTest()
    const { test_expires_at } = await stateOf(db, integrationId)
    expect(Date.parse(test_expires_at ?? '') - Date.now()).toBeGreaterThan(60_000)
  })

  test('a job whose time is over is given to nobody, and goes when the next comes', async () => {
    const mine = await pairRunner(db, ada)
    const { job_id } = await enqueueJob(db, ada, undefined, 1_000)
    expect(await claimJob(db, mine.tokenHash)).toEqual({ outcome: 'nothing' })
    await query(db, `update private.runner_jobs set expires_at = now() - interval '1 s'`)
    await jobOf(ada)
    expect(await readJob(db, job_id ?? '')).toBeNull()
  })

  test('deleting an integration, or the account, takes its jobs with it', async () => {
    const mine = await pairRunner(db, ada)
    const { integrationId } = await storedTest()
    await jobOf(ada)
    const held = await claimJob(db, mine.tokenHash)
    await request(db, person(ada), 'delete from public.user_integrations where id = $1', [
      integrationId,
    ])
    expect(await tellProgress(db, mine.tokenHash, held)).toBe('lost')
    await query(db, 'delete from auth.users where id = $1', [ada])
    expect(await query(db, 'select from private.runner_jobs')).toHaveLength(0)
    expect(await claimJob(db, mine.tokenHash)).toEqual({ outcome: 'unknown_runner' })
  })

  test('the page sees when a runner was seen, and no token', async () => {
    const mine = await pairRunner(db, ada)
    await letFallSilent(db, mine.id)
    await claimJob(db, mine.tokenHash)
    const { rows } = await request<Record<string, unknown>>(
      db,
      person(ada),
      "select *, last_seen_at > now() - interval '5 s' as is_online from public.runners",
    )
    expect(rows).toMatchObject([{ name: 'laptop', is_online: true }])
    expect(JSON.stringify(rows)).not.toContain(mine.tokenHash)
  })
})
