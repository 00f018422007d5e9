import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { become, person, type Run } from '../support/db.ts'
import { type PostgresServer, startPostgres } from '../support/db-postgres.ts'
import { type LogArguments, logCall } from '../support/log-rows.ts'
import { type ManyLogs, OWN_ENTRIES, storeManyLogs, WORDS } from '../support/many-logs.ts'

const PAGE_MS = 5
const SEARCH_MS = 50
const COUNTS_MS = 300
const RUNS = 100

let db: PostgresServer
let logs: ManyLogs

beforeAll(async () => {
  db = await startPostgres()
  logs = await storeManyLogs(db)
}, 600_000)
afterAll(() => db?.stop())

interface Explained {
  'QUERY PLAN': [{ 'Planning Time': number; 'Execution Time': number }]
}

/** Milliseconds in the database, as the owner, of each statement in turn. */
async function timesOf(statements: { text: string; params: string[] }[]): Promise<number[]> {
  return await db.transaction(async (run: Run) => {
    await become(run, person(logs.owner))
    const times: number[] = []
    for (const { text, params } of statements) {
      const { rows } = await run<Explained>(
        `explain (analyze, timing off, format json) ${text}`,
        params,
      )
      const [plan] = rows[0]?.['QUERY PLAN'] ?? []
      if (!plan) throw new Error('There is always a plan.')
      times.push(plan['Planning Time'] + plan['Execution Time'])
    }
    return times
  })
}

/** The last of many calls: what a session asks first also loads what it knows of the tables. */
async function p95(calls: { text: string; params: string[] }[]): Promise<number> {
  const warm = calls.slice(0, 10)
  const times = (await timesOf([...warm, ...calls])).slice(warm.length).sort((a, b) => a - b)
  return times[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY
}

const at = (nth: number) => new Date(Date.now() - (nth / RUNS) * 88 * 86_400_000).toISOString()
const pagesOf = (filter: LogArguments) =>
  Array.from({ length: RUNS }, (_, nth) =>
    logCall('log_page', { ...filter, p_before_at: at((nth * 37) % RUNS), p_before_id: 1 }),
  )
const say = (what: string, ms: number, baseline: string, baselineMs: number) =>
  console.info(
    `${what}: ${ms.toFixed(1)} ms; ${baseline}: ${baselineMs.toFixed(0)} ms (${(baselineMs / ms).toFixed(0)} times as long)`,
  )

const OFFSET = `select id, created_at, message from public.integration_logs order by created_at desc, id desc limit 100 offset`
const ILIKE = `select id, created_at, message from public.integration_logs
  where message ilike '%' || $1 || '%' order by created_at desc, id desc limit 100`

describe(`a page of ${OWN_ENTRIES.toLocaleString()} entries, p95 at any depth`, () => {
  it.for([
    ['of everything', () => ({})],
    ['of one integration', () => ({ p_integrations: logs.integrations.slice(3, 4) })],
  ] as const)(`%s: at most ${PAGE_MS} ms`, { timeout: 120_000 }, async ([what, filter]) => {
    const ms = await p95(pagesOf(filter()))
    const deep = Array.from({ length: 5 }, (_, nth) => ({
      text: `${OFFSET} ${nth * 100_000}`,
      params: [],
    }))
    say(`page ${what}`, ms, 'OFFSET, of 0 to 400,000', Math.max(...(await timesOf(deep))))
    expect(ms).toBeLessThanOrEqual(PAGE_MS)
  })
})

describe('a filter by words, p95 at any depth', () => {
  it.for([
    ['a rare word', { p_text: WORDS.rare }, WORDS.rare],
    ['a word of one in a hundred', { p_text: WORDS.medium }, WORDS.medium],
    ['a word of half of them', { p_text: WORDS.common }, WORDS.common],
    ['the beginning of a word', { p_text: 'conn' }, 'conn'],
    ['no word of them', { p_text: 'nosuchword' }, 'nosuchword'],
    ['one level', { p_levels: ['error'] }, null],
    ['a rare event', { p_events: ['credential_stored'] }, null],
    [
      'a word, a level and an event',
      { p_text: WORDS.medium, p_levels: ['error'], p_events: ['check_failed'] },
      null,
    ],
  ] as const)(`%s: at most ${SEARCH_MS} ms`, { timeout: 120_000 }, async ([what, filter, like]) => {
    const ms = await p95(pagesOf(filter as LogArguments))
    const [slow = 0] = like === null ? [] : await timesOf([{ text: ILIKE, params: [like] }])
    if (like === null) console.info(`${what}: ${ms.toFixed(1)} ms`)
    else say(what, ms, 'ILIKE, newest page', slow)
    expect(ms).toBeLessThanOrEqual(SEARCH_MS)
  })
})

describe('how many there were when', () => {
  it.for([
    ['all 89 days', {}],
    ['the last 30 days', { p_last_s: 30 * 86_400 }],
    ['the last 7 days', { p_last_s: 7 * 86_400 }],
    ['all errors', { p_levels: ['error'] }],
    ['a common word, its newest 10,000', { p_text: WORDS.common }],
    ['a word of one in a hundred, its newest 10,000', { p_text: WORDS.medium }],
  ] as const)(`%s: at most ${COUNTS_MS} ms`, { timeout: 120_000 }, async ([what, filter]) => {
    const calls = Array.from({ length: 10 }, () => logCall('log_counts', filter as LogArguments))
    const times = (await timesOf(calls)).sort((a, b) => a - b)
    const ms = times[times.length - 2] ?? Number.POSITIVE_INFINITY
    const [counted = 0] = await timesOf([
      { text: 'select level, count(*) from public.integration_logs group by level', params: [] },
    ])
    say(`counts of ${what}`, ms, 'count(*) of all', counted)
    expect(ms).toBeLessThanOrEqual(COUNTS_MS)
  })
})
