import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  describeOnEachDatabase,
  person,
  query,
  REFUSED,
  request,
  SERVICE,
  sqlState,
  type TestDatabase,
} from '../../support/db.ts'
import { addIntegration, runTest, signUp } from '../../support/db-rows.ts'

/** What the data API answers with 429. */
const TOO_MANY = 'PT429'

const ENTRIES = `insert into public.integration_logs (user_integration_id, event_type, message)
  select $1, 'client_error', 'Broken.' from generate_series(1, $2::text::integer)`
const METRIC = `insert into public.integration_health_metrics
  (user_integration_id, success, error_code, source) values ($1, false, 'unavailable', 'client')`

describeOnEachDatabase('what a browser may record, on $name', ({ start }) => {
  let db: TestDatabase
  let owner: string
  let id: string
  const tell = (count: number, who = owner, where = id) =>
    request(db, person(who), ENTRIES, [where, String(count)])

  beforeAll(async () => {
    db = await start()
    owner = await signUp(db)
    id = await addIntegration(db, owner)
    await tell(150)
  }, 60_000)
  afterAll(() => db.stop())

  test('is two hundred rows, logs and checks together; then it is refused, and nothing is written', async () => {
    const count = async () =>
      (await query(db, 'select from public.integration_logs where user_integration_id = $1', [id]))
        .length
    const before = await count()
    expect(await sqlState(tell(60))).toBe(TOO_MANY)
    expect(await count()).toBe(before)
    await tell(49)
    await request(db, person(owner), METRIC, [id])
    expect(await sqlState(tell(1))).toBe(TOO_MANY)
    expect(await sqlState(request(db, person(owner), METRIC, [id]))).toBe(TOO_MANY)
  })

  test('does not bind what functions and the database itself record of the same person', async () => {
    await runTest(db, owner, id, 'passed')
    await request(
      db,
      SERVICE,
      `insert into public.integration_logs (user_integration_id, user_id, event_type, message)
       select $1, $2, 'status_changed', 'Told by a function.' from generate_series(1, 300)`,
      [id, owner],
    )
  })

  test('is each person’s own, comes back with time, and is not theirs to change', async () => {
    const other = await signUp(db)
    await tell(1, other, await addIntegration(db, other))
    // The embedded backend grants what it can; row level security hides it all the same.
    const seen = await request(db, person(owner), 'select from private.browser_allowances').then(
      ({ count }) => count,
      (error: unknown) => sqlState(Promise.reject(error)),
    )
    expect([0, REFUSED]).toContain(seen)
    await query(
      db,
      `update private.browser_allowances set whole_at = whole_at - interval '60 s' where user_id = $1`,
      [owner],
    )
    await tell(6)
    expect(await sqlState(tell(2))).toBe(TOO_MANY)
  })

  test('is no store: facts beyond a kilobyte are refused', async () => {
    const other = await signUp(db)
    const theirs = await addIntegration(db, other)
    const insert = `insert into public.integration_logs (user_integration_id, event_type, message, metadata)
      values ($1, 'client_error', 'Broken.', jsonb_build_object('junk', $2::text))`
    await request(db, person(other), insert, [theirs, 'x'.repeat(100)])
    const junk = Array.from({ length: 2_000 }, () => Math.random().toString(36).at(-1)).join('')
    expect(await sqlState(request(db, person(other), insert, [theirs, junk]))).toBe(REFUSED)
  })
})
