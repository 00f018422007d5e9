import { randomUUID } from 'node:crypto'
import { CONNECTION_STATUSES, type ConnectionStatus } from '@contract/status'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Caller,
  CHECK_VIOLATION,
  describeOnEachDatabase,
  person,
  REFUSED,
  request,
  SERVICE,
  sqlState,
  type TestDatabase,
} from '../../support/db.ts'
import {
  addIntegration,
  addType,
  logOf,
  runTest,
  signUp,
  startedRun,
  stateOf,
} from '../../support/db-rows.ts'

/** Where an integration may go. What is not listed is refused. */
const NEXT: Record<ConnectionStatus, readonly ConnectionStatus[]> = {
  configuring: ['testing'],
  testing: ['connected', 'error', 'disconnected', 'configuring'],
  connected: ['testing', 'error', 'disconnected', 'configuring'],
  error: ['testing', 'connected', 'disconnected', 'configuring'],
  disconnected: ['testing', 'configuring'],
}
/** What the browser may ask for by itself; the rest is a test's to find out. */
const BROWSER_MAY_SET: readonly ConnectionStatus[] = ['disconnected', 'configuring']

const STEPS = CONNECTION_STATUSES.flatMap((from) =>
  CONNECTION_STATUSES.filter((to) => to !== from).map((to) => ({ from, to })),
)

describeOnEachDatabase('the state machine, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
  }, 60_000)
  afterAll(() => db.stop())

  /** An integration brought to a status the way people and tests bring it there. */
  async function integrationThatIs(
    status: ConnectionStatus,
  ): Promise<{ id: string; owner: string }> {
    const owner = await signUp(db)
    const id = await addIntegration(db, owner, { typeId })
    if (status === 'connected' || status === 'disconnected') await runTest(db, owner, id, 'passed')
    if (status === 'error') await runTest(db, owner, id, 'failed')
    if (status === 'disconnected') await setStatus(person(owner), id, 'disconnected')
    if (status === 'testing') await startedRun(db, owner, id)
    expect((await stateOf(db, id)).status).toBe(status)
    return { id, owner }
  }

  async function setStatus(caller: Caller, id: string, status: ConnectionStatus): Promise<void> {
    const lease =
      status === 'testing'
        ? ", test_run_id = gen_random_uuid(), test_expires_at = now() + '20 s'"
        : ''
    const change = `update public.user_integrations set status = $2::text::public.connection_status${lease} where id = $1`
    const { count } = await request(db, caller, change, [id, status])
    if (count !== 1) throw new Error(`${count} rows were changed.`)
  }

  describe('a function', () => {
    test.for(STEPS)('$from → $to', async ({ from, to }) => {
      const { id } = await integrationThatIs(from)
      const before = await logOf(db, id, 'status_changed')
      const state = await sqlState(setStatus(SERVICE, id, to))
      const told = (await logOf(db, id, 'status_changed')).slice(before.length)
      if (NEXT[from].includes(to)) {
        expect(state).toBeNull()
        expect(told.map(({ metadata }) => [metadata.from, metadata.to])).toEqual([[from, to]])
      } else {
        expect(state).toBe(CHECK_VIOLATION)
        expect((await stateOf(db, id)).status).toBe(from)
        expect(told).toEqual([])
      }
    })
  })

  describe('the browser', () => {
    test.for(STEPS)('$from → $to', async ({ from, to }) => {
      const { id, owner } = await integrationThatIs(from)
      const before = await logOf(db, id, 'status_changed')
      const state = await sqlState(setStatus(person(owner), id, to))
      const told = (await logOf(db, id, 'status_changed')).slice(before.length)
      if (!BROWSER_MAY_SET.includes(to)) expect(state).toBe(REFUSED)
      else expect(state).toBe(NEXT[from].includes(to) ? null : CHECK_VIOLATION)
      if (state === null) expect(told.map(({ metadata }) => metadata.to)).toEqual([to])
      else expect(told).toEqual([])
    })
  })

  test('to set the status that it has changes nothing and is not told', async () => {
    const { id, owner } = await integrationThatIs('connected')
    const [log, { status_since }] = [await logOf(db, id), await stateOf(db, id)]
    await setStatus(person(owner), id, 'connected')
    expect(await logOf(db, id)).toEqual(log)
    expect((await stateOf(db, id)).status_since).toEqual(status_since)
  })

  test.for(CONNECTION_STATUSES.filter((status) => status !== 'configuring'))(
    'nothing begins as %s, whoever makes it',
    async (status) => {
      const owner = await signUp(db)
      const insert = `insert into public.user_integrations (user_id, type_id, name, auth_method, config, status)
        values ($1, $2, $3, 'none', '{"kind":"rest"}', $4::text::public.connection_status)`
      for (const caller of [person(owner), SERVICE]) {
        const made = request(db, caller, insert, [owner, typeId, randomUUID(), status])
        expect(await sqlState(made)).toBe(CHECK_VIOLATION)
      }
    },
  )

  test('the stamps follow: connected since, standing since', async () => {
    const { id, owner } = await integrationThatIs('connected')
    const first = await stateOf(db, id)
    expect(first.connected_at).not.toBeNull()

    await runTest(db, owner, id, 'passed')
    const again = await stateOf(db, id)
    expect(again.connected_at).toEqual(first.connected_at)
    expect(again.status_since).toEqual(first.status_since)
    expect(again.last_checked_at).not.toBe(first.last_checked_at)

    await runTest(db, owner, id, 'failed')
    const failed = await stateOf(db, id)
    expect(failed.connected_at).toBeNull()
    expect(failed.status_since).not.toBe(first.status_since)
    expect(failed).toMatchObject({ consecutive_failures: 1, last_error: { stage: 'reach' } })

    await runTest(db, owner, id, 'failed')
    const failedAgain = await stateOf(db, id)
    expect(failedAgain.status_since).toEqual(failed.status_since)
    expect(failedAgain.consecutive_failures).toBe(2)

    await runTest(db, owner, id, 'passed')
    const back = await stateOf(db, id)
    expect(back.connected_at).not.toBe(first.connected_at)
    expect(back).toMatchObject({ consecutive_failures: 0, last_error: null })

    await setStatus(person(owner), id, 'disconnected')
    expect((await stateOf(db, id)).connected_at).toBeNull()
  })
})
