import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  CHECK_VIOLATION,
  describeOnEachDatabase,
  person,
  query,
  REFUSED,
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
  CONFIG,
  logOf,
  runTest,
  signUp,
  startedRun,
  stateOf,
} from '../../support/db-rows.ts'

const CHANGE_CONFIG = `update public.user_integrations set config = $2::text::jsonb where id = $1`
const MOVED = JSON.stringify({
  ...CONFIG,
  api_url: 'https://elsewhere.test',
  api_version: 'v9-canary',
})

describeOnEachDatabase('a person and their integrations, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let owner: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
    owner = await signUp(db)
  }, 60_000)
  afterAll(() => db.stop())

  const update = (id: string, change: string) =>
    request(db, person(owner), `update public.user_integrations set ${change} where id = $1`, [id])

  test.for([
    `status_since = '2020-01-01'`,
    `connected_at = now()`,
    `last_checked_at = now()`,
    `last_report = '{"outcome":"passed"}'`,
    `consecutive_failures = 5`,
    `consecutive_successes = 3`,
    `test_run_id = gen_random_uuid()`,
    `test_expires_at = now()`,
    `status_before_test = 'connected'`,
  ])('the browser cannot write what a test found out: set %s', async (change) => {
    const id = await addIntegration(db, owner, { typeId })
    await runTest(db, owner, id, 'failed')
    const before = await stateOf(db, id)
    expect(await sqlState(update(id, change))).toBe(REFUSED)
    expect(await stateOf(db, id)).toEqual(before)
  })

  test.for([
    ['connected_at', 'now()'],
    ['last_checked_at', 'now()'],
    ['last_report', `'{"outcome":"passed"}'`],
    ['consecutive_failures', '3'],
    ['consecutive_successes', '3'],
  ])('nor bring it along when it creates: %s', async ([column, value]) => {
    const insert = `insert into public.user_integrations (type_id, name, auth_method, config, ${column})
      values ($1, $2, 'none', '{"kind":"rest"}', ${value})`
    expect(await sqlState(request(db, person(owner), insert, [typeId, randomUUID()]))).toBe(REFUSED)
  })

  test('what it says of the time of its creation is not believed', async () => {
    const { rows } = await request<{ honest: boolean }>(
      db,
      person(owner),
      `insert into public.user_integrations (type_id, name, auth_method, config, created_at, updated_at, status_since)
       values ($1, $2, 'none', '{"kind":"rest"}', '2001-01-01', '2001-01-01', '2001-01-01')
       returning created_at = now() and updated_at = now() and status_since = now() as honest`,
      [typeId, randomUUID()],
    )
    expect(rows).toEqual([{ honest: true }])
  })

  test('when it was last changed is the database’s to say', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await query(db, 'select pg_sleep(0.01)')
    const { rows } = await request<{ honest: boolean }>(
      db,
      person(owner),
      `update public.user_integrations set name = $1, updated_at = '2001-01-01' where id = $2
       returning updated_at = now() and updated_at > created_at as honest`,
      [randomUUID(), id],
    )
    expect(rows).toEqual([{ honest: true }])
  })

  test.for([`id = gen_random_uuid()`, `created_at = '2001-01-01'`, `type_id = 'other'`])(
    'nobody changes what an integration is, not even a function: set %s',
    async (change) => {
      const id = await addIntegration(db, owner, { typeId })
      expect(await sqlState(update(id, change))).toBe(CHECK_VIOLATION)
      const byService = request(
        db,
        SERVICE,
        `update public.user_integrations set ${change} where id = $1`,
        [id],
      )
      expect(await sqlState(byService)).toBe(CHECK_VIOLATION)
    },
  )

  test('an integration cannot be given to somebody else', async () => {
    const id = await addIntegration(db, owner, { typeId })
    expect(await sqlState(update(id, `user_id = '${await signUp(db)}'`))).toBe(CHECK_VIOLATION)
  })

  test('changing the configuration makes it configuring, and the log tells keys, never values', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await runTest(db, owner, id, 'passed')
    await request(db, person(owner), CHANGE_CONFIG, [id, MOVED])
    expect(await stateOf(db, id)).toMatchObject({ status: 'configuring', connected_at: null })

    const told = await logOf(db, id, 'config_changed')
    expect(told).toMatchObject([
      { metadata: { changed: ['config.api_url', 'config.api_version'] }, level: 'info' },
    ])
    expect(JSON.stringify(await logOf(db, id))).not.toMatch(/elsewhere|canary/)
    expect((await logOf(db, id, 'status_changed')).at(-1)).toMatchObject({
      metadata: { from: 'connected', to: 'configuring' },
    })
  })

  test('so does another way to authenticate; a new name does not', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await runTest(db, owner, id, 'passed')
    await update(id, `name = 'Renamed ${id}'`)
    expect((await stateOf(db, id)).status).toBe('connected')
    await update(id, `auth_method = 'api_key'`)
    expect((await stateOf(db, id)).status).toBe('configuring')
    const changes = await logOf(db, id, 'config_changed')
    expect(changes.map(({ metadata }) => metadata.changed)).toEqual([['name'], ['auth_method']])
  })

  test('saving what is there already changes nothing and tells nothing', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await runTest(db, owner, id, 'passed')
    const log = await logOf(db, id)
    await request(db, person(owner), CHANGE_CONFIG, [id, JSON.stringify(CONFIG)])
    expect((await stateOf(db, id)).status).toBe('connected')
    expect(await logOf(db, id)).toEqual(log)
  })

  test('a change in mid-test ends the test: its report would be of something else', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await startedRun(db, owner, id)
    await request(db, person(owner), CHANGE_CONFIG, [id, MOVED])
    expect(await stateOf(db, id)).toMatchObject({ status: 'configuring', test_run_id: null })
  })

  test('a created integration is told of once', async () => {
    const id = await addIntegration(db, owner, { typeId })
    expect(await logOf(db, id)).toMatchObject([
      { event_type: 'created', metadata: { type_id: typeId, auth_method: 'none' } },
    ])
  })

  test('a name is taken whatever its case, beyond ASCII too; another person may have it', async () => {
    await addIntegration(db, owner, { typeId, name: 'Übersicht' })
    expect(await sqlState(addIntegration(db, owner, { typeId, name: 'ÜBERSICHT' }))).toBe(
      UNIQUE_VIOLATION,
    )
    await addIntegration(db, await signUp(db), { typeId, name: 'Übersicht' })
  })

  test.for([
    ['an empty name', { name: '' }],
    ['a name of 81 characters', { name: 'x'.repeat(81) }],
    ['a name with space around it', { name: ' Acme' }],
  ] as const)('%s is refused', async ([, input]) => {
    expect(await sqlState(addIntegration(db, owner, { typeId, ...input }))).toBe(CHECK_VIOLATION)
  })

  test.for([
    ['no kind', '{}'],
    ['a kind unheard of', '{"kind":"ftp"}'],
    ['a rate limit in words', '{"kind":"rest","rate_limit":{"requests":"many","per_seconds":1}}'],
    ['a rate limit of nothing', '{"kind":"rest","rate_limit":{"requests":0,"per_seconds":1}}'],
    [
      'more than 32 KB',
      JSON.stringify({ kind: 'rest', blob: Array.from({ length: 4_000 }, () => randomUUID()) }),
    ],
  ] as const)('a configuration with %s is refused', async ([, config]) => {
    const id = await addIntegration(db, owner, { typeId })
    expect(await sqlState(request(db, person(owner), CHANGE_CONFIG, [id, config]))).toBe(
      CHECK_VIOLATION,
    )
  })

  async function countOf(id: string): Promise<number> {
    const [row] = await query<{ count: number }>(
      db,
      `select ((select count(*) from public.user_integrations where id = $1)
        + (select count(*) from public.integration_credentials where user_integration_id = $1)
        + (select count(*) from public.integration_logs where user_integration_id = $1)
        + (select count(*) from public.integration_health_metrics where user_integration_id = $1))::integer as count`,
      [id],
    )
    return row?.count ?? Number.NaN
  }

  test('deleting an integration takes its secrets, log and metrics with it', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await addCredential(db, owner, id)
    await runTest(db, owner, id, 'passed')
    expect(await countOf(id)).toBeGreaterThan(5)
    await request(db, person(owner), 'delete from public.user_integrations where id = $1', [id])
    expect(await countOf(id)).toBe(0)
  })

  test('and a person who goes takes everything, their own types too', async () => {
    const leaver = await signUp(db)
    const ownType = await addType(db, leaver)
    const id = await addIntegration(db, leaver, { typeId: ownType })
    await addCredential(db, leaver, id)
    await runTest(db, leaver, id, 'failed')
    await query(db, 'delete from auth.users where id = $1', [leaver])
    expect(await countOf(id)).toBe(0)
    expect(
      await query(db, 'select from public.integration_types where id = $1', [ownType]),
    ).toEqual([])
  })
})
