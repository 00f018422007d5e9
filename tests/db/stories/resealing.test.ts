import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  describeOnEachDatabase,
  person,
  query,
  request,
  SERVICE,
  type TestDatabase,
} from '../../support/db.ts'
import { addIntegration, addType, logOf, runTest, signUp, stateOf } from '../../support/db-rows.ts'

/** A JWE by its form, for that key. */
function sealedFor(kid: unknown): string {
  const header = Buffer.from(JSON.stringify({ alg: 'ECDH-ES', kid })).toString('base64url')
  return `${header}..aXY.${Buffer.from(randomUUID()).toString('base64url')}.dGFn`
}

interface Found {
  credentials: { user_integration_id: string; slot: string; key_id: string; encrypted: string }[]
  beyond: number
}

describeOnEachDatabase('sealing anew, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let owner: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
  }, 60_000)
  afterAll(() => db.stop())

  async function store(encrypted: string, keyId = 'told', slot = 'auth'): Promise<string> {
    owner = await signUp(db)
    const id = await addIntegration(db, owner, { typeId })
    await request(
      db,
      person(owner),
      `insert into public.integration_credentials (user_integration_id, slot, encrypted, key_id, hint, audience)
       values ($1, $2, $3, $4, '', '{https://api.acme.test}')`,
      [id, slot, encrypted, keyId],
    )
    return id
  }

  async function asService<T>(call: string, params: (string | number | null)[] = []): Promise<T> {
    const { rows } = await request<{ answer: T }>(db, SERVICE, `select ${call} as answer`, params)
    if (rows[0] === undefined) throw new Error('A function always answers.')
    return rows[0].answer
  }
  const reseal = (id: string, opened: string, encrypted: string) =>
    asService<number>('public.reseal_credentials($1::text::jsonb)', [
      JSON.stringify([{ user_integration_id: id, slot: 'auth', opened, encrypted }]),
    ])
  const credential = async (id: string) => {
    const rows = await query<{ key_id: string; encrypted: string }>(
      db,
      'select key_id, encrypted from public.integration_credentials where user_integration_id = $1',
      [id],
    )
    return rows[0]
  }

  test('the column says what the header says, whoever claims what', async () => {
    const id = await store(sealedFor('old'), 'new')
    expect((await credential(id))?.key_id).toBe('old')
    await request(
      db,
      person(owner),
      `update public.integration_credentials set key_id = 'new' where user_integration_id = $1`,
      [id],
    )
    expect((await credential(id))?.key_id).toBe('old')
  })

  test.for([
    ['no JSON', 'bm90IGpzb24..aXY.Y2lwaGVy.dGFn'],
    ['no base64url', 'e..aXY.Y2lwaGVy.dGFn'],
    ['no text', '_____w..aXY.Y2lwaGVy.dGFn'],
    ['no object', `${Buffer.from('"old"').toString('base64url')}..aXY.Y2lwaGVy.dGFn`],
    ['a key’s id that is none', sealedFor('')],
    ['a key’s id without end', sealedFor('k'.repeat(101))],
    ['a null character', sealedFor('\u0000')],
  ] as const)(
    'a header that is %s is stored as before, under the key that was told',
    async ([, encrypted]) => {
      expect(await credential(await store(encrypted))).toEqual({ key_id: 'told', encrypted })
    },
  )

  test('it is no storing: status and log stay as they were', async () => {
    const [old, anew] = [sealedFor('old'), sealedFor('new')]
    const id = await store(old)
    await runTest(db, owner, id, 'passed')
    const log = await logOf(db, id)
    expect(await reseal(id, old, anew)).toBe(1)
    expect(await credential(id)).toEqual({ key_id: 'new', encrypted: anew })
    expect((await stateOf(db, id)).status).toBe('connected')
    expect(await logOf(db, id)).toEqual(log)
  })

  test('what is stored right after, in the same transaction, is told in the log', async () => {
    const [old, anew, entered] = [sealedFor('old'), sealedFor('new'), sealedFor('new')]
    const id = await store(old)
    await db.transaction(async (run) => {
      await run('select public.reseal_credentials($1::text::jsonb)', [
        JSON.stringify([{ user_integration_id: id, slot: 'auth', opened: old, encrypted: anew }]),
      ])
      await run(
        'update public.integration_credentials set encrypted = $2 where user_integration_id = $1',
        [id, entered],
      )
    })
    expect(await logOf(db, id, 'credential_stored')).toHaveLength(2)
  })

  test('a secret that its owner has stored meanwhile stays', async () => {
    const [old, anew, entered] = [sealedFor('old'), sealedFor('new'), sealedFor('old')]
    const id = await store(old)
    await request(
      db,
      person(owner),
      'update public.integration_credentials set encrypted = $2 where user_integration_id = $1',
      [id, entered],
    )
    expect(await reseal(id, old, anew)).toBe(0)
    expect(await credential(id)).toEqual({ key_id: 'old', encrypted: entered })
  })

  test('batches go through all that are for another key once, in order, and say how many follow', async () => {
    await query(db, 'delete from public.integration_credentials')
    const aged = []
    for (let made = 0; made < 5; made++) aged.push(await store(sealedFor('old')))
    await store(sealedFor('new'))
    const seen: string[] = []
    const beyond: number[] = []
    let after: Found['credentials'][number] | undefined
    do {
      const found: Found = await asService(
        `public.find_credentials_to_reseal('new', $1::text::uuid, $2, 2)`,
        [after?.user_integration_id ?? null, after?.slot ?? null],
      )
      seen.push(...found.credentials.map((each) => each.user_integration_id))
      beyond.push(found.beyond)
      after = found.credentials.at(-1)
    } while (beyond.at(-1) !== 0)
    expect(seen).toEqual(aged.toSorted())
    expect(beyond).toEqual([3, 1, 0])
    expect(await asService(`public.sealing_key_usage('{old,new,never}')`)).toEqual({
      old: 5,
      new: 1,
      never: 0,
    })
  })

  test('a key is the newest from when it is first seen as such, and anew after it was not', async () => {
    const note = (kid: string) =>
      asService<number>('extract(epoch from public.note_newest_sealing_key($1))::float8', [kid])
    const first = await note('k-1')
    expect(await note('k-1')).toBe(first)
    const second = await note('k-2')
    expect(second).toBeGreaterThan(first)
    expect(await note('k-1')).toBeGreaterThan(second)
  })

  test('the address of an alert channel is a secret like the others, unless it was entered anew', async () => {
    const ada = await signUp(db)
    const [old, newer] = [sealedFor(`aged-${ada}`), sealedFor(`new-${ada}`)]
    const { rows } = await request<{ id: string }>(
      db,
      person(ada),
      `insert into public.alert_channels (kind, name, events, encrypted, key_id, hint, audience)
       values ('slack', 'Team', '{failing}', $1, 'told', '', '{https://hooks.acme.test}') returning id`,
      [old],
    )
    const id = rows[0]?.id ?? ''
    const usage = (key: string) =>
      asService<Record<string, number>>('public.sealing_key_usage(array[$1])', [key])
    expect(await usage(`aged-${ada}`)).toEqual({ [`aged-${ada}`]: 1 })
    const { credentials } = await asService<Found>(
      'public.find_credentials_to_reseal($1, null, null, 1000)',
      [`new-${ada}`],
    )
    expect(credentials).toContainEqual({
      user_integration_id: id,
      slot: 'channel',
      key_id: `aged-${ada}`,
      encrypted: old,
    })
    const write = (opened: string, encrypted: string) =>
      asService<number>('public.reseal_credentials($1::text::jsonb)', [
        JSON.stringify([{ user_integration_id: id, slot: 'channel', opened, encrypted }]),
      ])
    expect(await write(newer, old)).toBe(0)
    expect(await write(old, newer)).toBe(1)
    expect(await usage(`aged-${ada}`)).toEqual({ [`aged-${ada}`]: 0 })
    expect(await usage(`new-${ada}`)).toEqual({ [`new-${ada}`]: 1 })
  })
})
