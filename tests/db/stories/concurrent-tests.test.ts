import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { become, type Caller, person, request, SERVICE } from '../../support/db.ts'
import { type PostgresServer, startPostgres } from '../../support/db-postgres.ts'
import {
  addCredential,
  addIntegration,
  type BeginAnswer,
  beginDraftTest,
  beginTest,
  finishTest,
  metricCount,
  report,
  SEALED,
  signUp,
  startedRun,
  statusSteps,
} from '../../support/db-rows.ts'

describe('at the same time, on PostgreSQL 17', () => {
  let db: PostgresServer
  let owner: string
  let id: string

  beforeAll(async () => {
    db = await startPostgres()
  }, 60_000)
  beforeEach(async () => {
    owner = await signUp(db)
    id = await addIntegration(db, owner)
  })
  afterAll(() => db.stop())

  test('of twenty requests in the same moment one starts, and all others learn of its run', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => beginTest(db, owner, id)))
    const [started, ...more] = answers.filter(({ outcome }) => outcome === 'started')
    expect(more).toEqual([])
    const others = answers.filter((answer) => answer !== started)
    expect(others).toEqual(others.map(() => ({ outcome: 'running', run_id: started?.run_id })))
    expect(await statusSteps(db, id)).toEqual(['configuring → testing'])
  })

  /** Asks for a test within `work`'s transaction, which it must wait for, and answers what it then gets. */
  async function beginningDuring(
    work: string,
    params: string[],
    caller: Caller = SERVICE,
  ): Promise<BeginAnswer> {
    let answer: Promise<BeginAnswer> | undefined
    let isAnswered = false
    await db.transaction(async (run) => {
      await become(run, caller)
      await run(work, params)
      answer = beginTest(db, owner, id).finally(() => {
        isAnswered = true
      })
      await sleep(100)
      expect(isAnswered).toBe(false)
    })
    if (answer === undefined) throw new Error('The transaction asked.')
    return await answer
  }

  test('a second request waits for the first one’s transaction before it answers', async () => {
    const begin = 'select public.begin_test($1, $2, 20000)'
    expect(await beginningDuring(begin, [owner, id])).toMatchObject({ outcome: 'running' })
  })

  const REPLACE =
    'update public.integration_credentials set encrypted = $1 where user_integration_id = $2'

  test('a test waits for the secret that is being replaced, and gets the new one', async () => {
    await addCredential(db, owner, id)
    const begun = await beginningDuring(REPLACE, [`${SEALED}x`, id], person(owner))
    expect(begun.credentials).toMatchObject([{ encrypted: `${SEALED}x` }])
    expect(await statusSteps(db, id)).toEqual(['configuring → testing'])
  })

  test.for([
    ['replaced', REPLACE, `${SEALED}x`],
    [
      'given to another address, of which no log tells,',
      'update public.integration_credentials set audience = array[$1] where user_integration_id = $2',
      'https://moved.acme.test',
    ],
  ] as const)('a secret that is %s while a test begins ends that test', async ([, change, to]) => {
    await addCredential(db, owner, id)
    let changed: Promise<unknown> = Promise.resolve()
    await db.transaction(async (run) => {
      await run('select public.begin_test($1, $2, 20000)', [owner, id])
      changed = request(db, person(owner), change, [to, id])
      await sleep(100)
    })
    await changed
    expect(await statusSteps(db, id)).toEqual(['configuring → testing', 'testing → configuring'])
  })

  test('a report and the clean-up of dead tests do not both count', async () => {
    const run = await startedRun(db, owner, id, 1)
    await sleep(5)
    const [written, released] = await Promise.all([
      finishTest(db, id, run, report(id, run, 'passed')),
      request<{ count: number }>(db, SERVICE, 'select public.release_stale_tests() as count'),
    ])
    expect(Number(written) + (released.rows[0]?.count ?? 0)).toBe(1)
    expect(await statusSteps(db, id)).toHaveLength(2)
    expect(await metricCount(db, id)).toBe(Number(written))
  })

  test('of fifty drafts in the same moment thirty start', async () => {
    const startedAt = performance.now()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => beginDraftTest(db, owner, id)),
    )
    const started = answers.filter(({ outcome }) => outcome === 'started').length
    expect(started).toBeGreaterThanOrEqual(30)
    // On a slow machine some are earned meanwhile.
    expect(started).toBeLessThanOrEqual(30 + (performance.now() - startedAt) / 2_000)
  })
})
