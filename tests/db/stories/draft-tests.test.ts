import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeOnEachDatabase, query, type TestDatabase } from '../../support/db.ts'
import {
  addCredential,
  addIntegration,
  addType,
  beginDraftTest,
  beginTest,
  CONFIG,
  logOf,
  SEALED,
  signUp,
} from '../../support/db-rows.ts'

describeOnEachDatabase('tests of drafts, on $name', ({ start }) => {
  let db: TestDatabase
  let typeId: string
  let owner: string

  beforeAll(async () => {
    db = await start()
    typeId = await addType(db)
  }, 60_000)
  beforeEach(async () => {
    owner = await signUp(db)
  })
  afterAll(() => db.stop())

  const draft = (integrationId: string = randomUUID(), who = owner, type = typeId) =>
    beginDraftTest(db, who, integrationId, type)
  /** Drafts until one is refused: thirty, and on a slow machine those that are earned meanwhile. */
  const spendAll = async () => {
    const startedAt = performance.now()
    for (let accepted = 0; ; accepted++) {
      const answer = await draft()
      if (answer.outcome === 'started') continue
      expect(accepted).toBeGreaterThanOrEqual(30)
      expect(accepted).toBeLessThanOrEqual(30 + (performance.now() - startedAt) / 2_000)
      return answer
    }
  }
  const letPass = (interval: string) =>
    query(
      db,
      'update private.draft_allowances set whole_at = whole_at - $2::text::interval where user_id = $1',
      [owner, interval],
    )

  test('one starts with all that the probe needs, and records nothing', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await addCredential(db, owner, id)
    const told = await logOf(db, id)
    expect(await draft(id)).toEqual({
      outcome: 'started',
      type: { name: 'Acme', auth_methods: ['none', 'api_key'], defaults: expect.any(Object) },
      credentials: [expect.objectContaining({ slot: 'auth', encrypted: SEALED })],
    })
    expect(await logOf(db, id)).toEqual(told)
  })

  test('nobody gets the secrets or the own type of somebody else', async () => {
    const id = await addIntegration(db, owner, { typeId })
    await addCredential(db, owner, id)
    const ownType = await addType(db, owner)
    const eve = await signUp(db)
    expect(await draft(id, eve)).toMatchObject({ outcome: 'started', credentials: [] })
    expect(await draft(id, eve, ownType)).toEqual({ outcome: 'unknown_type' })
    expect(await draft(id, owner, ownType)).toMatchObject({ outcome: 'started' })
    expect(await draft(id, owner, 'no-such-type')).toEqual({ outcome: 'unknown_type' })
  })

  test('thirty at once, then one in two seconds, and never more than thirty saved up', async () => {
    const refused = await spendAll()
    expect(refused.outcome).toBe('rate_limited')
    expect(refused.retry_after_ms).toBeGreaterThan(0)
    expect(refused.retry_after_ms).toBeLessThanOrEqual(2_000)

    await letPass('2 s')
    expect((await draft()).outcome).toBe('started')
    await letPass('1 day')
    await spendAll()
  })

  test('one person’s are not another’s, and stored tests have their own limit', async () => {
    await spendAll()
    expect((await draft(randomUUID(), await signUp(db))).outcome).toBe('started')
    const id = await addIntegration(db, owner, { typeId })
    expect((await beginTest(db, owner, id)).outcome).toBe('started')
  })

  test('where the integration’s own limit leaves no room, neither does its draft', async () => {
    const config = { ...CONFIG, rate_limit: { requests: 1, per_seconds: 60 } }
    const id = await addIntegration(db, owner, { typeId, config })
    expect((await draft(id)).outcome).toBe('started')
    for (const ask of [() => draft(id), () => beginTest(db, owner, id)]) {
      const refused = await ask()
      expect(refused.outcome).toBe('rate_limited')
      expect(refused.retry_after_ms).toBeGreaterThan(30_000)
    }
    expect((await draft()).outcome).toBe('started')
  })
})
