import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeOnEachDatabase, type TestDatabase } from '../../support/db.ts'
import { addIntegration, addType, signUp } from '../../support/db-rows.ts'
import {
  addEntries,
  forgetLog,
  type LogArguments,
  logCounts,
  logPage,
  type NewEntry,
  totalOf,
} from '../../support/log-rows.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describeOnEachDatabase('a log one can ask, on $name', ({ start }) => {
  let db: TestDatabase
  let owner: string
  let stranger: string
  let github: string
  let stripe: string

  const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
  const messages = async (given: LogArguments = {}) =>
    (await logPage(db, owner, given)).map(({ message }) => message)

  beforeAll(async () => {
    db = await start()
    const typeId = await addType(db)
    ;[owner, stranger] = [await signUp(db), await signUp(db)]
    github = await addIntegration(db, owner, { typeId })
    stripe = await addIntegration(db, owner, { typeId })
    const theirs = await addIntegration(db, stranger, { typeId })
    await db.transaction((run) => forgetLog(run, owner))
    const mine = (
      integration: string,
      message: string,
      at: string,
      more: Partial<NewEntry> = {},
    ) => ({
      integration,
      owner,
      message,
      at,
      ...more,
    })
    await addEntries(db, [
      mine(github, 'Connected in 84 ms.', ago(10 * 60_000)),
      mine(github, 'Test started.', ago(11 * 60_000), { level: 'debug' }),
      mine(stripe, 'Failed at authenticate: the key was refused.', ago(2 * HOUR), {
        event: 'check_failed',
        level: 'error',
        metadata: { code: 'credential_refused', stage: 'authenticate' },
      }),
      mine(stripe, 'api.stripe.com did not answer /v1/account within 10 s.', ago(3 * DAY), {
        event: 'check_failed',
        level: 'warn',
        metadata: { code: 'response_timeout' },
      }),
      mine(github, 'Connected in 120 ms.', ago(20 * DAY)),
      mine(github, 'Created.', ago(80 * DAY), { event: 'created' }),
      // Older than what is kept ready: from another time altogether.
      mine(github, 'From long ago.', '2001-06-01T00:00:00Z'),
      { integration: theirs, owner: stranger, message: 'A stranger refused.', at: ago(HOUR) },
    ])
  }, 60_000)
  afterAll(() => db.stop())

  test('newest first, and nobody else’s', async () => {
    expect(await messages()).toEqual([
      'Connected in 84 ms.',
      'Test started.',
      'Failed at authenticate: the key was refused.',
      'api.stripe.com did not answer /v1/account within 10 s.',
      'Connected in 120 ms.',
      'Created.',
      'From long ago.',
    ])
  })

  test.for([
    ['refused', ['Failed at authenticate: the key was refused.']],
    ['REFUSED key', ['Failed at authenticate: the key was refused.']],
    // As one types it.
    ['conn', ['Connected in 84 ms.', 'Connected in 120 ms.']],
    ['84 conn', ['Connected in 84 ms.']],
    ['conn 84', []],
    // A space ends a word.
    ['conn ', []],
    ['"in 84 ms"', ['Connected in 84 ms.']],
    ['"84 in"', []],
    ['connected -84', ['Connected in 120 ms.']],
    [
      '-connected -created -"long ago" -test fail',
      [
        'Failed at authenticate: the key was refused.',
        'api.stripe.com did not answer /v1/account within 10 s.',
      ],
    ],
    // A host and a path are found by their parts, and as they are written.
    ['stripe', ['api.stripe.com did not answer /v1/account within 10 s.']],
    ['api.stripe.com', ['api.stripe.com did not answer /v1/account within 10 s.']],
    ['/v1/acc', ['api.stripe.com did not answer /v1/account within 10 s.']],
    // The words of codes and events.
    ['credential_refused', ['Failed at authenticate: the key was refused.']],
    ['timeout', ['api.stripe.com did not answer /v1/account within 10 s.']],
    ['check failed key', ['Failed at authenticate: the key was refused.']],
    // No filter can be spelt.
    ['l=error', []],
    ["'l=error'", []],
    ['nothing like it', []],
  ] as const)('finds %s', async ([typed, found]) => {
    expect(await messages({ p_text: typed })).toEqual(found)
    expect(totalOf(await logCounts(db, owner, { p_text: typed }))).toBe(found.length)
  })

  test.for(['', '   ', '!!!', '"" - ""', '&|()<->'])(
    '%j asks for nothing, and gets everything',
    async (typed) => {
      expect(await messages({ p_text: typed })).toHaveLength(7)
    },
  )

  test.for([
    [{ p_levels: ['error'] }, 1],
    [{ p_levels: ['error', 'warn'] }, 2],
    [{ p_events: ['check_failed'] }, 2],
    [{ p_events: ['check_failed', 'created'] }, 3],
    [{ p_events: ['check_failed'], p_levels: ['debug'] }, 0],
    [{ p_last_s: 3_600 }, 2],
    [{ p_last_s: 86_400 }, 3],
    [{ p_last_s: 7 * 86_400, p_levels: ['warn'] }, 1],
    [{ p_levels: ['error', 'no such level'] }, 1],
    [{ p_levels: [`'|x\\`] }, 0],
  ] as const)('filters by %j, and counts the same', async ([filter, found]) => {
    const given = { ...filter } as LogArguments
    expect(await messages(given)).toHaveLength(found)
    expect(totalOf(await logCounts(db, owner, given))).toBe(found)
  })

  test('filters by integrations, alone and with all else', async () => {
    expect(await messages({ p_integrations: [stripe] })).toHaveLength(2)
    expect(await messages({ p_integrations: [stripe, github] })).toHaveLength(7)
    expect(
      await messages({ p_integrations: [stripe], p_levels: ['error'], p_text: 'key' }),
    ).toHaveLength(1)
    expect(await messages({ p_integrations: [github], p_levels: ['error'] })).toEqual([])
    for (const p_integrations of [[stripe], [stripe, github]]) {
      const pages = await logPage(db, owner, { p_integrations })
      expect(totalOf(await logCounts(db, owner, { p_integrations }))).toBe(pages.length)
    }
  })

  test('a stranger sees nothing, whatever they name', async () => {
    expect(await logPage(db, stranger, { p_integrations: [github] })).toEqual([])
    expect(await logPage(db, stranger, { p_text: 'connected' })).toEqual([])
    expect(await logPage(db, stranger, { p_text: 'refused' })).toHaveLength(1)
    expect(totalOf(await logCounts(db, stranger, { p_integrations: [github, stripe] }))).toBe(0)
    expect(totalOf(await logCounts(db, stranger, { p_text: 'connected' }))).toBe(0)
  })

  test('no text is an error', async () => {
    const signs = fc.string({
      unit: fc.constantFrom(...`'"\\&|!()<->:*%_$-= \t\nab1é☃’`),
      maxLength: 40,
    })
    await fc.assert(
      fc.asyncProperty(fc.oneof(signs, fc.string({ unit: 'grapheme' })), async (typed) => {
        const text = typed.replaceAll('\0', '')
        expect((await logPage(db, owner, { p_text: text })).length).toBeLessThanOrEqual(7)
      }),
      { numRuns: 80 },
    )
    for (const long of [
      'a '.repeat(5_000),
      '"'.repeat(10_000),
      '-('.repeat(5_000),
      'x'.repeat(10_000),
    ]) {
      await logPage(db, owner, { p_text: long })
      await logCounts(db, owner, { p_text: long })
    }
  })

  describe('page by page', () => {
    let walker: string
    const COUNT = 230

    beforeAll(async () => {
      walker = await signUp(db)
      const id = await addIntegration(db, walker)
      await db.transaction((run) => forgetLog(run, walker))
      const now = Date.now()
      // Every third at the same instant as the one before it.
      await addEntries(
        db,
        Array.from({ length: COUNT }, (_, nth) => ({
          integration: id,
          owner: walker,
          message: nth % 7 === 0 ? `Quota of entry ${nth}.` : `Entry ${nth}.`,
          level: nth % 5 === 0 ? 'error' : 'info',
          at: new Date(now - (nth - (nth % 3 === 2 ? 1 : 0)) * 9 * HOUR).toISOString(),
        })),
      )
    })

    test.for<LogArguments>([
      {},
      { p_text: 'quota' },
      { p_levels: ['error'] },
      { p_text: 'entry', p_levels: ['error', 'info'] },
    ])('to the end and back, with %j: each once, in order', async (filter) => {
      const all = await logPage(db, walker, { ...filter, p_limit: 1_000 })
      expect(all.length).toBeGreaterThan(30)
      const older: typeof all = []
      for (;;) {
        const last = older.at(-1)
        const before = last && { p_before_at: last.created_at, p_before_id: last.id }
        const page = await logPage(db, walker, { ...filter, ...before, p_limit: 17 })
        older.push(...page)
        if (page.length < 17) break
      }
      expect(older).toEqual(all)
      const newer: typeof all = all.slice(-1)
      for (;;) {
        const [first] = newer
        const after = first && { p_after_at: first.created_at, p_after_id: first.id }
        const page = await logPage(db, walker, { ...filter, ...after, p_limit: 17 })
        newer.unshift(...page)
        if (page.length < 17) break
      }
      expect(newer).toEqual(all)
      expect(totalOf(await logCounts(db, walker, filter))).toBe(all.length)
    })

    test('counts are exact over any time, by days, hours and their edges', async () => {
      const all = await logPage(db, walker, { p_limit: 1_000 })
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 95 * 24 * 60 }),
          fc.integer({ min: 1, max: 95 * 24 * 60 }),
          fc.subarray(['debug', 'info', 'warn', 'error'], { minLength: 1 }),
          async (a, b, p_levels) => {
            const [p_from, p_to] = [ago((a + b) * 60_000), ago(a * 60_000)]
            const inIt = all.filter(({ created_at }) => {
              const at = Date.parse(created_at)
              return at >= Date.parse(p_from) && at < Date.parse(p_to)
            })
            const wanted = inIt.filter(({ message }) => {
              const nth = Number(/\d+/.exec(message)?.[0])
              return p_levels.includes(nth % 5 === 0 ? 'error' : 'info')
            })
            const counts = await logCounts(db, walker, { p_from, p_to, p_levels })
            expect(totalOf(counts)).toBe(wanted.length)
            expect(counts.bars.length).toBeLessThanOrEqual(101)
            const starts = counts.bars.map(([bar]) => bar)
            expect(starts).toEqual([...new Set(starts)].sort((x, y) => x - y))
            for (const bar of starts) expect(bar % counts.step_s).toBe(0)
          },
        ),
        { numRuns: 25 },
      )
    })

    test('counts go with the integration', async () => {
      const gone = await signUp(db)
      const id = await addIntegration(db, gone)
      expect(totalOf(await logCounts(db, gone, { p_last_s: 30 * 86_400 }))).toBe(1)
      await db.transaction((run) => run('delete from public.user_integrations where id = $1', [id]))
      expect(totalOf(await logCounts(db, gone, { p_last_s: 30 * 86_400 }))).toBe(0)
    })
  })
})
