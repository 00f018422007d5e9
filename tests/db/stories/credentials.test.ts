import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  CHECK_VIOLATION,
  describeOnEachDatabase,
  FOREIGN_KEY_VIOLATION,
  person,
  query,
  request,
  SERVICE,
  sqlState,
  type TestDatabase,
  UNIQUE_VIOLATION,
} from '../../support/db.ts'
import {
  addCredential,
  addIntegration,
  addType,
  logOf,
  runTest,
  SEALED,
  signUp,
  startedRun,
  stateOf,
} from '../../support/db-rows.ts'

const INSERT = `insert into public.integration_credentials
  (user_integration_id, user_id, slot, encrypted, key_id, hint, audience)
  values ($1, $2, $3, $4, 'key-1', $5, $6)`
const AUDIENCE = ['https://api.acme.test']

describeOnEachDatabase('sealed secrets, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let owner: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
    owner = await signUp(db)
  }, 60_000)
  afterAll(() => db.stop())

  async function connected(): Promise<string> {
    const id = await addIntegration(db, owner, { typeId })
    await addCredential(db, owner, id)
    await runTest(db, owner, id, 'passed')
    return id
  }

  test.for([
    ['plaintext', 'sk_live_canary'],
    ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
    ['a JWE with its key in it', 'aaa.bbb.ccc.ddd.eee'],
    ['a JWE with a line break', `${SEALED}\n`],
    ['a JWE of more than 64 KB', `eyJ..${'a'.repeat(65_536)}.b.c`],
    ['nothing', ''],
  ] as const)('%s is not taken for a sealed secret', async ([, encrypted]) => {
    const id = await addIntegration(db, owner, { typeId })
    const store = request(db, person(owner), INSERT, [id, owner, 'auth', encrypted, '', AUDIENCE])
    expect(await sqlState(store)).toBe(CHECK_VIOLATION)
  })

  test.for([
    ['a slot unheard of', 'password', 'c0de', AUDIENCE],
    ['a header that could break out', 'header:X\r\nHost', 'c0de', AUDIENCE],
    ['a hint of five characters', 'auth', '12345', AUDIENCE],
    ['nowhere to go', 'auth', 'c0de', [] as string[]],
    [
      'more than ten places to go',
      'auth',
      'c0de',
      Array.from({ length: 11 }, () => 'https://a.test'),
    ],
  ] as const)('%s is refused', async ([, slot, hint, audience]) => {
    const id = await addIntegration(db, owner, { typeId })
    const store = request(db, person(owner), INSERT, [id, owner, slot, SEALED, hint, [...audience]])
    expect(await sqlState(store)).toBe(CHECK_VIOLATION)
  })

  test("nobody hangs a secret onto somebody else's integration", async () => {
    const id = await addIntegration(db, owner, { typeId })
    const thief = await signUp(db)
    const store = request(db, person(thief), INSERT, [id, thief, 'auth', SEALED, '', AUDIENCE])
    expect(await sqlState(store)).toBe(FOREIGN_KEY_VIOLATION)
  })

  test('a slot has one secret', async () => {
    const id = await connected()
    expect(await sqlState(addCredential(db, owner, id))).toBe(UNIQUE_VIOLATION)
  })

  test('a secret stays where it was sealed for, whoever moves it', async () => {
    const [id, other] = [await connected(), await addIntegration(db, owner, { typeId })]
    for (const caller of [person(owner), SERVICE]) {
      for (const change of [`user_integration_id = '${other}'`, `slot = 'env:TEAM'`]) {
        const move = `update public.integration_credentials set ${change} where user_integration_id = $1`
        expect(await sqlState(request(db, caller, move, [id]))).toBe(CHECK_VIOLATION)
      }
    }
  })

  test('storing another secret makes the integration configuring', async () => {
    const id = await connected()
    await addCredential(db, owner, id, 'env:TEAM')
    expect(await stateOf(db, id)).toMatchObject({ status: 'configuring', connected_at: null })
  })

  test.for([
    [
      'replacing',
      `update public.integration_credentials set encrypted = $2 where user_integration_id = $1`,
    ],
    [
      'removing',
      `delete from public.integration_credentials where user_integration_id = $1 and $2 <> ''`,
    ],
  ] as const)('%s a secret makes the integration configuring', async ([, change]) => {
    const id = await connected()
    await request(db, person(owner), change, [id, `${SEALED}x`])
    expect((await stateOf(db, id)).status).toBe('configuring')
    expect((await logOf(db, id, 'status_changed')).at(-1)).toMatchObject({
      metadata: { from: 'connected', to: 'configuring' },
    })
  })

  test('a new secret in mid-test ends the test', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await startedRun(db, owner, id)
    await addCredential(db, owner, id)
    expect(await stateOf(db, id)).toMatchObject({ status: 'configuring', test_run_id: null })
  })

  test('a function that seals anew for a newer key leaves the connection alone', async () => {
    const id = await connected()
    const reseal = `update public.integration_credentials set encrypted = $2, key_id = 'key-2' where user_integration_id = $1`
    await request(db, SERVICE, reseal, [id, `${SEALED}x`])
    expect((await stateOf(db, id)).status).toBe('connected')
  })

  test('the log tells slot and audience of what is stored and removed, never the secret', async () => {
    const id = await connected()
    await request(
      db,
      person(owner),
      'delete from public.integration_credentials where user_integration_id = $1',
      [id],
    )
    expect(await logOf(db, id, 'credential_stored')).toMatchObject([
      { metadata: { slot: 'auth', audience: AUDIENCE, key_id: 'key-1' } },
    ])
    expect(await logOf(db, id, 'credential_removed')).toMatchObject([
      { metadata: { slot: 'auth' } },
    ])
    const [log] = await query<{ text: string }>(
      db,
      `select string_agg(l::text, ' ') as text from public.integration_logs as l where user_integration_id = $1`,
      [id],
    )
    expect(log?.text).not.toContain(SEALED)
    expect(log?.text).not.toContain('c0de')
  })
})
