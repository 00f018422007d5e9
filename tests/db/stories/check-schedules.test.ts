import type { IntegrationConfig } from '@contract/config'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  describeOnEachDatabase,
  person,
  query,
  request,
  type TestDatabase,
} from '../../support/db.ts'
import { addWatched, claimChecks, scheduleOf } from '../../support/db-checks.ts'
import { addIntegration, addType, runTest, signUp } from '../../support/db-rows.ts'

describeOnEachDatabase('when an integration is checked, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let ada: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
  }, 60_000)
  beforeEach(async () => {
    ada = await signUp(db)
  })
  afterAll(() => db.stop())

  /** As the person's browser changes it. */
  const change = (id: string, set: string) =>
    request(db, person(ada), `update public.user_integrations set ${set} where id = $1`, [id])

  test('not before it was tested, and from then on once an interval', async () => {
    const id = await addIntegration(db, ada, { typeId })
    expect(await scheduleOf(db, id)).toBeNull()
    await runTest(db, ada, id, 'passed')
    const schedule = await scheduleOf(db, id)
    expect(schedule).toMatchObject({ lease: null, failing_since: null, is_second_look: false })
    expect(schedule?.claimable_at).toEqual(schedule?.due_at)
    expect(schedule?.due_in).toBeGreaterThan(260)
    expect(schedule?.due_in).toBeLessThanOrEqual(330)
  })

  test('also one that has never worked, so that it is seen when it does', async () => {
    const id = await addIntegration(db, ada, { typeId })
    await runTest(db, ada, id, 'failed')
    expect((await scheduleOf(db, id))?.failing_since).not.toBeNull()
  })

  test.for([
    ['disconnected', `status = 'disconnected'`],
    ['changed', `config = config || '{"api_version": "2"}'`],
    ['not watched any more', 'is_watched = false'],
  ] as const)('no more once it is %s', async ([, set]) => {
    const id = await addWatched(db, ada, { typeId })
    await change(id, set)
    expect(await scheduleOf(db, id)).toBeNull()
  })

  test('again within a minute when its owner has it watched again', async () => {
    const id = await addWatched(db, ada, { typeId })
    await change(id, 'is_watched = false')
    await query(
      db,
      `update public.user_integrations set last_checked_at = now() - interval '1 day' where id = $1`,
      [id],
    )
    await change(id, 'is_watched = true')
    expect((await scheduleOf(db, id))?.due_in).toBeLessThanOrEqual(60)
  })

  test('sooner when the interval is shortened, later when it is lengthened', async () => {
    const id = await addWatched(db, ada, { typeId })
    await change(id, 'check_interval_s = 60')
    expect((await scheduleOf(db, id))?.due_in).toBeLessThanOrEqual(66)
    await change(id, 'check_interval_s = 3600')
    expect((await scheduleOf(db, id))?.due_in).toBeGreaterThan(3_200)
  })

  test('a change of the interval takes nothing from a worker that checks it', async () => {
    const id = await addWatched(db, ada, { typeId })
    await query(db, 'update public.check_schedules set due_at = now(), claimable_at = now()')
    const { lease } = await claimChecks(db)
    await change(id, 'check_interval_s = 60')
    expect(await scheduleOf(db, id)).toMatchObject({ lease })
    expect((await claimChecks(db)).checks).toEqual([])
  })

  test('a test that is running changes nothing, and one that ends plans anew', async () => {
    const id = await addWatched(db, ada, { typeId })
    const planned = (seconds: number) =>
      query(
        db,
        `update public.check_schedules set due_at = now() + make_interval(secs => $2::text::integer),
           claimable_at = now() + make_interval(secs => $2::text::integer) where user_integration_id = $1`,
        [id, String(seconds)],
      )
    await planned(5)
    await runTest(db, ada, id, 'failed')
    const schedule = await scheduleOf(db, id)
    expect(schedule?.due_in).toBeGreaterThan(260)
    expect(schedule?.failing_since).not.toBeNull()
    await runTest(db, ada, id, 'passed')
    expect((await scheduleOf(db, id))?.failing_since).toBeNull()
  })

  test('goes with the integration', async () => {
    const id = await addWatched(db, ada, { typeId })
    await request(db, person(ada), 'delete from public.user_integrations where id = $1', [id])
    expect(await scheduleOf(db, id)).toBeNull()
  })

  const rest = (api_url: string): IntegrationConfig => ({
    kind: 'rest',
    api_url,
    scopes: [],
    headers: [],
    env: [],
  })
  const mcp = (url: string): IntegrationConfig => ({
    kind: 'mcp',
    protocol: 'http',
    url,
    headers: [],
    env: [],
  })
  test.for<[string, IntegrationConfig]>([
    ['api.acme.test:443', rest('https://api.acme.test')],
    ['api.acme.test:8443', rest('https://API.acme.test:8443/v1?a=b')],
    ['mcp.acme.test:80', mcp('http://mcp.acme.test/mcp')],
    ['mcp.acme.test:443', mcp('https://someone:else@mcp.acme.test?x=/@:1')],
    ['[::1]:9000', mcp('http://[::1]:9000/mcp')],
    [
      'ssh server.acme.test:2222',
      { kind: 'ssh', host: 'Server.acme.test', port: 2222, username: 'ada' },
    ],
    ['runner', { kind: 'mcp', protocol: 'stdio', command: 'npx', args: ['runner'], env: [] }],
    // Written past the forms.
    ['unknown:0', rest('nonsense')],
  ])('%s is whom it asks', async ([host, config]) => {
    const id = await addWatched(db, ada, { typeId, config })
    expect((await scheduleOf(db, id))?.host).toBe(host)
  })
})
