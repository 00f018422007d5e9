import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  describeOnEachDatabase,
  person,
  query,
  request,
  type TestDatabase,
} from '../../support/db.ts'
import {
  addIntegration,
  addType,
  beginDraftTest,
  CONFIG,
  logOf,
  runTest,
  signUp,
  startedRun,
  stateOf,
} from '../../support/db-rows.ts'
import {
  answerFlow,
  beginFlow,
  beginRefresh,
  callAsService,
  failRefresh,
  finishFlow,
  finishRefresh,
  GRANT,
  hash,
  startedRefresh,
  storeGrant,
  TOKENS,
  token,
} from '../../support/oauth-rows.ts'

describeOnEachDatabase('OAuth, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let owner: string
  let stranger: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
    owner = await signUp(db)
    stranger = await signUp(db)
  }, 60_000)
  afterAll(() => db.stop())

  const connection = () => addIntegration(db, owner, { typeId, authMethod: 'oauth' })
  const outcome = async (answer: Promise<{ outcome: string }>) => (await answer).outcome
  const later = (table: string, column: string, id: string, by: string) =>
    query(
      db,
      `update ${table} set ${column} = ${column} - $2::interval where user_integration_id = $1`,
      [id, by],
    )
  const grantOf = async (id: string) =>
    (
      await query<{ generation: string; lease: string | null; revoked_at: Date | null }>(
        db,
        'select generation::text, lease::text, revoked_at from public.integration_grants where user_integration_id = $1',
        [id],
      )
    )[0]
  const keysOf = (id: string) =>
    query<{ slot: string; key_id: string }>(
      db,
      'select slot, key_id from public.integration_credentials where user_integration_id = $1 order by slot',
      [id],
    )
  const change = (id: string, set: string) =>
    request(db, person(owner), `update public.user_integrations set ${set} where id = $1`, [id])

  test('a sign-in is answered once and finished once', async () => {
    const flow = await beginFlow(db, owner, await connection())
    expect(await answerFlow(db, flow)).toEqual({
      outcome: 'accepted',
      page_origin: 'https://patchbay.test',
    })
    expect(await outcome(answerFlow(db, { ...flow, ticket_hash: hash() }))).toBe('used')
    expect(await finishFlow(db, owner, flow)).toMatchObject({
      outcome: 'accepted',
      answer: 'sealed answer',
    })
    expect(await outcome(finishFlow(db, owner, flow))).toBe('used')
  })

  test('of many answers at once one counts, and of many that finish one', async () => {
    const flow = await beginFlow(db, owner, await connection())
    const tickets = Array.from({ length: 8 }, hash)
    const answers = await Promise.all(
      tickets.map((ticket_hash) => outcome(answerFlow(db, { ...flow, ticket_hash }))),
    )
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1)
    const ticket_hash = tickets[answers.indexOf('accepted')] ?? ''
    const ends = await Promise.all(
      tickets.map(() => outcome(finishFlow(db, owner, { ...flow, ticket_hash }))),
    )
    expect(ends.toSorted()).toEqual(['accepted', ...Array(7).fill('used')])
  })

  test('who did not begin it cannot finish it, and uses nothing up by trying', async () => {
    const flow = await beginFlow(db, owner, await connection())
    await answerFlow(db, flow)
    expect(await outcome(finishFlow(db, stranger, flow))).toBe('mismatch')
    expect(await outcome(finishFlow(db, owner, { ...flow, browser_hash: hash() }))).toBe('mismatch')
    expect(await outcome(finishFlow(db, owner, { ...flow, ticket_hash: hash() }))).toBe('expired')
    expect(await outcome(finishFlow(db, owner, flow))).toBe('accepted')
  })

  test('ten minutes are over: the answer is refused, and so is a ticket that lay too long', async () => {
    const late = await connection()
    const flow = await beginFlow(db, owner, late)
    await later('private.oauth_flows', 'expires_at', late, '11 minutes')
    expect(await answerFlow(db, flow)).toEqual({
      outcome: 'expired',
      page_origin: 'https://patchbay.test',
    })
    const slow = await connection()
    const parked = await beginFlow(db, owner, slow)
    await answerFlow(db, parked)
    await later('private.oauth_flows', 'answered_at', slow, '11 minutes')
    expect(await outcome(finishFlow(db, owner, parked))).toBe('expired')
    const unknown = { ...flow, state_hash: hash() }
    expect(await answerFlow(db, unknown)).toEqual({ outcome: 'expired', page_origin: null })
  })

  test('once used, neither the verifier nor the code is at rest any more', async () => {
    const id = await connection()
    const flow = await beginFlow(db, owner, id)
    await answerFlow(db, flow)
    await finishFlow(db, owner, flow)
    const kept = 'select sealed, answer from private.oauth_flows where user_integration_id = $1'
    expect(await query(db, kept, [id])).toEqual([{ sealed: null, answer: null }])
  })

  test('settings that change under way make the sign-in void, before and after the answer', async () => {
    const id = await connection()
    const other = { ...CONFIG, api_url: 'https://other.test' }
    expect((await beginFlow(db, owner, id, other)).expires_at).toBeNull()
    const flow = await beginFlow(db, owner, id)
    await answerFlow(db, flow)
    await change(id, `config = '${JSON.stringify(other)}'`)
    expect(await outcome(finishFlow(db, owner, flow))).toBe('changed')
    expect(await storeGrant(db, owner, id)).toBe(false)
    expect(await keysOf(id)).toEqual([])
    const none = await addIntegration(db, owner, { typeId })
    expect((await beginFlow(db, owner, none)).expires_at).toBeNull()
    expect((await beginFlow(db, stranger, await connection())).expires_at).toBeNull()
  })

  test('a person has twenty sign-ins open at most: the oldest goes', async () => {
    const busy = await signUp(db)
    const id = await addIntegration(db, busy, { typeId, authMethod: 'oauth' })
    const [first] = [await beginFlow(db, busy, id)]
    for (let more = 0; more < 20; more++) await beginFlow(db, busy, id)
    const open = 'select from private.oauth_flows where user_id = $1'
    expect(await query(db, open, [busy])).toHaveLength(20)
    expect(await outcome(answerFlow(db, first))).toBe('expired')
  })

  test('beginning counts as what makes requests: after thirty it waits', async () => {
    const busy = await signUp(db)
    const id = await addIntegration(db, busy, { typeId, authMethod: 'oauth' })
    const prepare = () =>
      callAsService<{ outcome: string; retry_after_ms?: number }>(db, 'prepare_authorization', [
        [busy, 'uuid'],
        [id, 'uuid'],
      ])
    for (let tried = 0; tried < 30; tried++) expect((await prepare()).outcome).toBe('ready')
    expect(await prepare()).toMatchObject({
      outcome: 'rate_limited',
      retry_after_ms: expect.any(Number),
    })
    expect((await beginDraftTest(db, busy, id)).outcome).toBe('rate_limited')
  })

  test('a grant comes with its tokens, is to be tested, and is told in one entry', async () => {
    const id = await connection()
    await runTest(db, owner, id, 'passed')
    expect(await storeGrant(db, owner, id)).toBe(true)
    expect((await stateOf(db, id)).status).toBe('configuring')
    expect((await keysOf(id)).map(({ slot }) => slot)).toEqual(['auth', 'refresh'])
    expect(await logOf(db, id, 'credential_stored')).toEqual([])
    expect(await logOf(db, id, 'authorization_granted')).toMatchObject([
      { level: 'warn', message: 'Access was given. Not given: write.' },
    ])
    const seen = await request(
      db,
      person(owner),
      'select issuer, scopes, missing_scopes from public.integration_grants',
    )
    expect(seen.rows).toContainEqual({
      issuer: 'https://login.acme.test',
      scopes: ['read'],
      missing_scopes: ['write'],
    })
    // A new grant without a refresh token leaves none of the old.
    await storeGrant(db, owner, id, { tokens: [token('auth', 'key-2')] })
    expect(await keysOf(id)).toEqual([{ slot: 'auth', key_id: 'key-2' }])
  })

  test('a grant that comes in the middle of a test takes the test its lease', async () => {
    const id = await connection()
    await startedRun(db, owner, id)
    await storeGrant(db, owner, id)
    expect(await stateOf(db, id)).toMatchObject({ status: 'configuring', test_run_id: null })
  })

  test('of twenty who want a token renewed one may, and the others find the new one', async () => {
    const id = await connection()
    await storeGrant(db, owner, id)
    const begun = await Promise.all(Array.from({ length: 20 }, () => beginRefresh(db, owner, id)))
    const started = begun.filter((one) => one.outcome === 'started')
    expect(started).toHaveLength(1)
    expect(begun.filter((one) => one.outcome === 'busy')).toHaveLength(19)
    await finishRefresh(db, owner, id, started[0]?.lease ?? '', [token('auth', 'key-2')])
    expect(await beginRefresh(db, owner, id)).toMatchObject({
      outcome: 'fresh',
      generation: 2,
      credentials: expect.arrayContaining([expect.objectContaining({ key_id: 'key-2' })]),
    })
    expect(await logOf(db, id, 'credential_refreshed')).toHaveLength(1)
    expect(await logOf(db, id, 'credential_stored')).toEqual([])
  })

  test('a slow renewal cannot overwrite a newer token, nor end it', async () => {
    const id = await connection()
    await storeGrant(db, owner, id)
    const slow = await startedRefresh(db, owner, id)
    await later('public.integration_grants', 'lease_expires_at', id, '1 minute')
    const quick = await startedRefresh(db, owner, id)
    expect(await finishRefresh(db, owner, id, quick, [token('auth', 'newer')])).toBe(true)
    expect(await finishRefresh(db, owner, id, slow, [token('auth', 'older')])).toBe(false)
    expect(await failRefresh(db, owner, id, slow, true)).toBe(false)
    expect(await keysOf(id)).toContainEqual({ slot: 'auth', key_id: 'newer' })
    expect(await grantOf(id)).toEqual({ generation: '2', lease: null, revoked_at: null })
  })

  test('a lease that is over and that nobody took is still good for its token', async () => {
    const id = await connection()
    await storeGrant(db, owner, id)
    const lease = await startedRefresh(db, owner, id)
    await later('public.integration_grants', 'lease_expires_at', id, '1 minute')
    expect(await finishRefresh(db, owner, id, lease)).toBe(true)
  })

  test('a renewal from before a reconnection brings nothing', async () => {
    const id = await connection()
    await storeGrant(db, owner, id)
    const before = await startedRefresh(db, owner, id)
    await storeGrant(db, owner, id, { tokens: [token('auth', 'newer'), token('refresh', 'newer')] })
    expect(await finishRefresh(db, owner, id, before)).toBe(false)
    expect((await keysOf(id)).map(({ key_id }) => key_id)).toEqual(['newer', 'newer'])
  })

  test('a failure that may pass leaves all as it was; one for good stops everybody until reconnected', async () => {
    const id = await connection()
    await storeGrant(db, owner, id)
    await failRefresh(db, owner, id, await startedRefresh(db, owner, id), false)
    await failRefresh(db, owner, id, await startedRefresh(db, owner, id), true)
    expect(await outcome(beginRefresh(db, owner, id))).toBe('revoked')
    expect(await outcome(beginRefresh(db, owner, id, { seen: 0 }))).toBe('revoked')
    expect(await logOf(db, id, 'authorization_failed')).toMatchObject([{ level: 'error' }])
    expect(await keysOf(id)).toHaveLength(2)
    await storeGrant(db, owner, id)
    expect(await outcome(beginRefresh(db, owner, id, { seen: 0 }))).toBe('fresh')
  })

  test('nobody renews what is somebody else’s', async () => {
    const id = await connection()
    await storeGrant(db, owner, id)
    expect(await outcome(beginRefresh(db, stranger, id))).toBe('none')
    const lease = await startedRefresh(db, owner, id)
    expect(await finishRefresh(db, stranger, id, lease)).toBe(false)
    expect(await failRefresh(db, stranger, id, lease, true)).toBe(false)
    expect(await storeGrant(db, stranger, id)).toBe(false)
  })

  test('another method or another client drops the grant; another name or address does not', async () => {
    const id = await connection()
    const moved = JSON.stringify({ ...CONFIG, api_url: 'https://other.test' })
    const client = JSON.stringify({ ...CONFIG, oauth: { client_id: 'another' } })
    await storeGrant(db, owner, id)
    await change(id, `name = 'Renamed', config = '${moved}'`)
    expect(await grantOf(id)).toBeDefined()
    await change(id, `config = '${client}'`)
    expect(await grantOf(id)).toBeUndefined()
    expect((await keysOf(id)).map(({ slot }) => slot)).toEqual(['auth'])

    const switched = await connection()
    await storeGrant(db, owner, switched)
    await change(switched, `auth_method = 'api_key'`)
    expect(await grantOf(switched)).toBeUndefined()
  })

  test('a person can neither forge a grant nor end one but by deleting the connection', async () => {
    const id = await connection()
    await storeGrant(db, owner, id)
    // Even with everything granted, as on the embedded backend.
    await query(db, 'grant all on table public.integration_grants to authenticated')
    const changed = await request(
      db,
      person(owner),
      `update public.integration_grants set expires_at = 'infinity', revoked_at = null where user_integration_id = $1`,
      [id],
    )
    expect(changed.count).toBe(0)
    await beginFlow(db, owner, id)
    await request(db, person(owner), 'delete from public.user_integrations where id = $1', [id])
    expect(await grantOf(id)).toBeUndefined()
    const flows = 'select from private.oauth_flows where user_integration_id = $1'
    expect(await query(db, flows, [id])).toEqual([])
    expect(await storeGrant(db, owner, id)).toBe(false)
  })

  test('a token got by a client’s own secret leaves the status alone', async () => {
    const id = await connection()
    await runTest(db, owner, id, 'passed')
    await startedRun(db, owner, id)
    await storeGrant(db, owner, id, { isNew: false, grant: { ...GRANT, missing_scopes: [] } })
    expect((await stateOf(db, id)).status).toBe('testing')
    expect(await logOf(db, id, 'credential_refreshed')).toMatchObject([
      { level: 'info', message: 'An access token was got.' },
    ])
  })

  test('a row that is damaged is refused whole: grant and tokens come together or not at all', async () => {
    const id = await connection()
    const damaged = storeGrant(db, owner, id, { tokens: [...TOKENS, token('nonsense')] })
    await expect(damaged).rejects.toThrow()
    expect(await grantOf(id)).toBeUndefined()
    expect(await keysOf(id)).toEqual([])
  })
})
