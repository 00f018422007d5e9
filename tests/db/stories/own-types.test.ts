import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ANONYMOUS,
  type Caller,
  CHECK_VIOLATION,
  describeOnEachDatabase,
  FOREIGN_KEY_VIOLATION,
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
  addIntegration,
  addType,
  runTest,
  signUp,
  startedRun,
  stateOf,
  statusSteps,
  TYPE_DEFAULTS,
} from '../../support/db-rows.ts'

interface NewType {
  id: string
  owner_id: string | null
  type: string
  category: string
  icon: string | null
  docs_url: string | null
  auth_methods: string[]
  defaults: unknown
}

const ownId = () => `own-${randomUUID()}`
const changed = JSON.stringify({ ...TYPE_DEFAULTS, api_url: 'https://moved.acme.test' })

describeOnEachDatabase('a person and their own types, on $name', ({ start }) => {
  let db: TestDatabase
  let ada: string

  beforeAll(async () => {
    db = await start()
    ada = await signUp(db)
    const schema = `update public.integration_types set config_schema = '{"title":"REST"}' where id = $1`
    await request(db, SERVICE, schema, [await addType(db)])
  }, 60_000)
  afterAll(() => db.stop())

  /** As a browser stores it: with what it leaves out, the database's own. */
  async function add(caller: Caller, over: Partial<NewType> = {}, more = ''): Promise<string> {
    const type: NewType = {
      id: ownId(),
      owner_id: caller.role === 'authenticated' ? caller.id : null,
      type: 'custom',
      category: 'Custom',
      icon: null,
      docs_url: null,
      auth_methods: ['none', 'api_key'],
      defaults: TYPE_DEFAULTS,
      ...over,
    }
    await request(
      db,
      caller,
      `insert into public.integration_types
         (id, owner_id, name, type, category, description, icon, docs_url, auth_methods, defaults)
       values ($1, $2, 'Acme', $3::text::public.integration_kind, $4, 'An API to try things with.', $5, $6,
         $7::text[]::public.auth_method[], $8::text::jsonb) ${more}`,
      [
        type.id,
        type.owner_id,
        type.type,
        type.category,
        type.icon,
        type.docs_url,
        type.auth_methods,
        JSON.stringify(type.defaults),
      ],
    )
    return type.id
  }
  const change = (id: string, what: string, caller = person(ada)) =>
    request(db, caller, `update public.integration_types set ${what} where id = $1`, [id])
  const remove = (id: string, caller = person(ada)) =>
    request(db, caller, 'delete from public.integration_types where id = $1', [id])

  test('what may be configured is copied from the catalogue, and is not the browser’s to say', async () => {
    const id = await add(person(ada))
    await change(id, `config_schema = '{"forged":true}'`)
    const look = 'select config_schema from public.integration_types where id = $1'
    expect(await query(db, look, [id])).toEqual([{ config_schema: { title: 'REST' } }])

    await change(id, `defaults = '{"kind":"ssh"}', config_schema = '{"forged":true}'`)
    expect(await query(db, look, [id])).toEqual([{ config_schema: {} }])
  })

  test('saving twice makes one type', async () => {
    const again = 'on conflict (id) do update set name = excluded.name'
    const id = await add(person(ada), {}, again)
    await add(person(ada), { id }, again)
    const rows = await query(db, 'select from public.integration_types where id = $1', [id])
    expect(rows).toHaveLength(1)
  })

  test('nobody makes one for somebody else, for nobody, or without signing in', async () => {
    const eve = await signUp(db)
    expect(await sqlState(add(person(eve), { owner_id: ada }))).toBe(REFUSED)
    // In the catalogue it would be everybody's.
    for (const id of [ownId(), 'eves-api']) {
      expect(await sqlState(add(person(eve), { id, owner_id: null }))).toBe(REFUSED)
    }
    expect(await sqlState(add(ANONYMOUS, { owner_id: null }))).toBe(REFUSED)
    expect(await sqlState(add(ANONYMOUS, { owner_id: ada }))).toBe(REFUSED)
  })

  test('its id never takes the place of an entry of the catalogue, now or later', async () => {
    const github = await addType(db)
    const over = 'on conflict (id) do update set defaults = excluded.defaults'
    expect(await sqlState(add(person(ada), { id: github }))).toBe(CHECK_VIOLATION)
    expect(await sqlState(add(person(ada), { id: github }, over))).toBe(CHECK_VIOLATION)
    for (const id of ['github', 'own-github', 'own-', `own-${randomUUID()}-x`]) {
      expect(await sqlState(add(person(ada), { id }))).toBe(CHECK_VIOLATION)
    }
    expect(await sqlState(add(SERVICE, { id: ownId(), owner_id: null }))).toBe(CHECK_VIOLATION)
  })

  test('nobody takes over one by its id', async () => {
    const hers = await add(person(ada))
    const eve = await signUp(db)
    const over = 'on conflict (id) do update set name = excluded.name'
    expect(await sqlState(add(person(eve), { id: hers }))).toBe(UNIQUE_VIOLATION)
    expect(await sqlState(add(person(eve), { id: hers }, over))).toBe(REFUSED)
    expect((await change(hers, `name = 'Mine'`, person(eve))).count).toBe(0)
    expect((await remove(hers, person(eve))).count).toBe(0)
  })

  test('the catalogue is not a person’s to change, nor to make their own', async () => {
    const github = await addType(db)
    expect((await change(github, `name = 'Mine'`)).count).toBe(0)
    expect((await change(github, `owner_id = '${ada}'`)).count).toBe(0)
    expect((await remove(github)).count).toBe(0)
  })

  test('a type never changes its id or its owner', async () => {
    const id = await add(person(ada))
    const eve = await signUp(db)
    for (const what of [
      `owner_id = '${eve}'`,
      'owner_id = null',
      `id = '${ownId()}'`,
      `created_at = '2020-01-01'`,
    ]) {
      expect(await sqlState(change(id, what))).toBe(CHECK_VIOLATION)
      expect(await sqlState(change(id, what, SERVICE))).toBe(CHECK_VIOLATION)
    }
  })

  test.for<[string, Partial<NewType>]>([
    ['a vendor’s API', { type: 'vendor' }],
    ['of another category', { category: 'Payments' }],
    ['defaults that are a list', { defaults: ['rest'] }],
    ['defaults that are a text', { defaults: 'rest' }],
    ['defaults that are null', { defaults: null }],
    ['defaults of no kind', { defaults: {} }],
    ['defaults of an unknown kind', { defaults: { kind: 'gopher' } }],
    ['defaults of 1 MB', { defaults: { kind: 'rest', padding: 'x'.repeat(1_000_000) } }],
    ['no auth method', { auth_methods: [] }],
    ['more auth methods than there are', { auth_methods: Array(8).fill('none') }],
    ['an icon that leads elsewhere', { icon: '../evil.svg#x' }],
    ['docs that are a script', { docs_url: 'javascript:alert(1)' }],
    ['docs of 3,000 characters', { docs_url: `https://acme.test/${'x'.repeat(3_000)}` }],
  ])('is refused: %s', async ([, over]) => {
    expect(await sqlState(add(person(ada), over))).toBe(CHECK_VIOLATION)
  })

  test('a hundred are enough, also when two are made at once', async () => {
    const many = await signUp(db)
    await query(
      db,
      `insert into public.integration_types (id, owner_id, name, type, category, description, auth_methods, defaults)
       select 'own-' || gen_random_uuid(), $1, 'Acme', 'custom', 'Custom', 'An API of many.', '{none}', '{"kind":"rest"}'
       from generate_series(1, 99)`,
      [many],
    )
    const two = await Promise.all([sqlState(add(person(many))), sqlState(add(person(many)))])
    expect(two.toSorted()).toEqual([CHECK_VIOLATION, null])
    const [first] = await query<{ id: string }>(
      db,
      'select id from public.integration_types where owner_id = $1 limit 1',
      [many],
    )
    // The hundredth can still be saved again.
    await add(
      person(many),
      { id: first?.id ?? '' },
      'on conflict (id) do update set name = excluded.name',
    )
  })

  test('a changed type has its integrations tested again; a renamed one does not', async () => {
    const typeId = await add(person(ada))
    const id = await addIntegration(db, ada, { typeId })
    await runTest(db, ada, id, 'passed')

    await change(typeId, `name = 'Acme Inc.', description = 'Renamed, and nothing else.'`)
    await change(typeId, 'defaults = defaults, auth_methods = auth_methods')
    expect((await stateOf(db, id)).status).toBe('connected')

    await change(typeId, `defaults = '${changed}'`)
    expect((await stateOf(db, id)).status).toBe('configuring')
    await runTest(db, ada, id, 'passed')
    await change(typeId, `auth_methods = '{none}'`)
    expect(await statusSteps(db, id)).toEqual([
      'configuring → testing',
      'testing → connected',
      'connected → configuring',
      'configuring → testing',
      'testing → connected',
      'connected → configuring',
    ])
  })

  test('a test that was under way when its type changed is not kept', async () => {
    const typeId = await add(person(ada))
    const id = await addIntegration(db, ada, { typeId })
    await startedRun(db, ada, id)
    await change(typeId, `defaults = '${changed}'`)
    expect(await stateOf(db, id)).toMatchObject({ status: 'configuring', test_run_id: null })
  })

  test('is not deleted while it is used, and then it is', async () => {
    const typeId = await add(person(ada))
    const id = await addIntegration(db, ada, { typeId })
    expect(await sqlState(remove(typeId))).toBe(FOREIGN_KEY_VIOLATION)
    await request(db, person(ada), 'delete from public.user_integrations where id = $1', [id])
    expect((await remove(typeId)).count).toBe(1)
  })
})
