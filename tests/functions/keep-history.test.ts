import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type ArchiveServer, startArchiveServer } from '../support/archive-server.ts'
import { query } from '../support/db.ts'
import { addIntegration, signUp } from '../support/db-rows.ts'
import {
  ARCHIVE_TOKEN,
  type HistoryWorld,
  SCHEDULE_SECRET,
  startHistoryWorld,
} from '../support/history-world.ts'

let world: HistoryWorld
let archive: ArchiveServer
let id: string
/** Another folder of the archive for each story. */
let folder: string

beforeAll(async () => {
  archive = await startArchiveServer(ARCHIVE_TOKEN)
  world = await startHistoryWorld()
  id = await addIntegration(world.db, await signUp(world.db))
}, 120_000)
beforeEach(async () => {
  folder = `/${randomUUID()}`
  await archiveTo(`${archive.origin}${folder}`)
})
afterEach(async () => {
  archive.insteadAnswer(null)
  await sql(`update private.retention set archive_url = null`)
  await keepHouse()
})
afterAll(async () => {
  await world?.stop()
  await archive?.close()
})

const sql = <Row>(text: string, params: (string | number)[] = []) =>
  query<Row>(world.db, text, params)
const archiveTo = (url: string) => sql('update private.retention set archive_url = $1', [url])

/** Runs of the schedule's housework until there is nothing left to do, as of that many days from now. */
async function keepHouse(days = 0): Promise<string[]> {
  const dropped: string[] = []
  for (;;) {
    const [row] = await sql<{ did: { counted?: number; table?: string; dropped?: string[] } }>(
      'select private.keep_history(now() + make_interval(days => $1)) as did',
      [days],
    )
    const { did } = row ?? { did: {} }
    if (Object.keys(did).length === 0) return dropped
    dropped.push(...(did.dropped ?? []))
  }
}

/** Checks that are older than is kept: towards the archive. Answers their ids. */
async function expiredChecks(count: number): Promise<number[]> {
  const rows = await sql<{ id: string }>(
    `insert into public.integration_health_metrics
       (user_integration_id, user_id, response_time_ms, success, source, checked_at)
     select i.id, i.user_id, n, true, 'background', now() - interval '400 days' + make_interval(secs => n / 3)
     from public.user_integrations as i, generate_series(1, $2::integer) as n where i.id = $1 returning id`,
    [id, count],
  )
  await keepHouse()
  return rows.map((row) => Number(row.id))
}

/** Calls of the schedule until the function has nothing more to write. */
async function write(): Promise<Record<string, unknown>[]> {
  const answers: Record<string, unknown>[] = []
  for (;;) {
    const { status, body } = await world.keepHistory()
    expect(status).toBe(200)
    const answer = Object.fromEntries(Object.entries(body ?? {}))
    if (answer.outcome === 'nothing') return answers
    answers.push(answer)
    if (answer.outcome === 'failed') return answers
  }
}

const inTheArchive = () =>
  archive
    .rowsBelow(folder)
    .map((row) => Number(row.id))
    .sort((a, b) => a - b)
/** The wait after a failure, or a dead one's lease, is over. */
const timePasses = () => sql('update private.archives set claimable_at = now()')
const waiting = () =>
  sql<{ name: string; failures: number; last_error: string | null; is_there: boolean }>(
    `select name, failures, last_error, to_regclass('private.' || name) is not null as is_there
     from private.archives where archived_at is null`,
  )

it.for([
  ['nobody', {}],
  ['somebody who guesses', { 'x-schedule-secret': 'guess' }],
  ['who holds the secret key', { authorization: 'Bearer sb_secret_canary-of-the-archive-test' }],
  ['a person', { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' }],
] as const)('%s cannot start it', async ([, headers]) => {
  const { status, body } = await world.keepHistory({ ...headers })
  expect(status).toBe(401)
  expect(JSON.stringify(body)).not.toContain(SCHEDULE_SECRET)
})

it('writes each row of what has expired exactly once, whole, and then lets it go', async () => {
  const entries = await sql<{ id: string }>(
    `insert into public.integration_logs (user_integration_id, user_id, event_type, message, metadata, created_at)
     select i.id, i.user_id, 'setup_finished', 'Grüße, "you" ' || n, '{"a": [1, null]}', now() - interval '85 days'
     from public.user_integrations as i, generate_series(1, 3) as n where i.id = $1 returning id`,
    [id],
  )
  const checks = (
    await sql<{ id: string }>(
      `insert into public.integration_health_metrics
         (user_integration_id, user_id, response_time_ms, success, source, checked_at)
       select i.id, i.user_id, n, true, 'background', date_trunc('day', now() - interval '12 days') + make_interval(secs => n)
       from public.user_integrations as i, generate_series(1, 20500) as n where i.id = $1 returning id`,
      [id],
    )
  ).map((row) => Number(row.id))
  await keepHouse(14)
  const answers = await write()
  expect(answers.every(({ outcome }) => outcome === 'written')).toBe(true)
  const files = [...archive.files.keys()].filter((name) => name.startsWith(folder))
  const day =
    /integration_health_metrics\/integration_health_metrics_\d{8}_left_\d{20}\/part-000[12]\.ndjson\.gz$/
  expect(files.filter((name) => day.test(name)).length).toBeGreaterThanOrEqual(2)
  const rows = archive.rowsBelow(`${folder}/integration_health_metrics/`)
  const idsOf = (all: Record<string, unknown>[]) =>
    all.map((row) => Number(row.id)).sort((a, b) => a - b)
  expect(idsOf(rows)).toEqual(checks.sort((a, b) => a - b))
  expect(rows[0]).toMatchObject({ user_integration_id: id, success: true, source: 'background' })
  expect(rows[0]?.checked_at).toMatch(/^\d{4}-\d{2}-\d{2}T.*\+00:00$/)
  const logs = archive.rowsBelow(`${folder}/integration_logs/`)
  const texts = logs.filter((row) => entries.some((entry) => Number(entry.id) === row.id))
  expect(texts.map((row) => row.message)).toEqual([1, 2, 3].map((n) => `Grüße, "you" ${n}`))
  expect(texts[0]?.metadata).toEqual({ a: [1, null] })

  expect(await waiting()).toEqual([])
  const dropped = await keepHouse(14)
  expect(dropped.filter((name) => name.includes('metrics')).length).toBeGreaterThan(0)
  const tables = await sql(
    `select from private.archives where to_regclass('private.' || name) is not null`,
  )
  expect(tables).toEqual([])
}, 120_000)

it('goes on where it was killed: nothing is lost, nothing is twice', async () => {
  const ids = await expiredChecks(2_500)
  let arrived = () => {}
  const isPutting = new Promise<void>((resolve) => {
    arrived = resolve
  })
  archive.insteadAnswer((request) => {
    request.resume()
    arrived()
  })
  const dying = world.keepHistory().catch(() => null)
  await isPutting
  await world.killFunctions()
  await dying
  archive.insteadAnswer(null)

  // Another waits for the lease; and nothing is dropped in the meantime.
  expect((await world.keepHistory()).body).toEqual({ outcome: 'nothing' })
  expect(await keepHouse()).toEqual([])
  await timePasses()
  expect((await write()).map(({ outcome, rows }) => ({ outcome, rows }))).toEqual([
    { outcome: 'written', rows: 2_500 },
  ])
  expect(inTheArchive()).toEqual(ids)
}, 60_000)

it('a file that was put and not noted is put again under the same name', async () => {
  const ids = await expiredChecks(10)
  archive.insteadAnswer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      archive.files.set(request.url ?? '', Buffer.concat(chunks))
      response.socket?.destroy()
    })
  })
  expect(await write()).toMatchObject([{ outcome: 'failed' }])
  archive.insteadAnswer(null)
  await timePasses()
  expect(await write()).toMatchObject([{ outcome: 'written', part: 1, rows: 10 }])
  expect(inTheArchive()).toEqual(ids)
})

it.for([
  ['is broken', 500, /HTTP 500/],
  ['does not know the token', 401, /refuses the token .*ARCHIVE_TOKEN/],
  ['has no such place', 404, /HTTP 404/],
] as const)(
  'keeps what an archive that %s does not take, and says why',
  { timeout: 30_000 },
  async ([, status, why]) => {
    const ids = await expiredChecks(5)
    archive.insteadAnswer((request, response) => {
      request.resume()
      request.on('end', () =>
        response.writeHead(status).end(`no: ${request.headers.authorization}`),
      )
    })
    for (const failures of [1, 2]) {
      expect(await write()).toMatchObject([{ outcome: 'failed' }])
      expect(await waiting()).toMatchObject([
        { failures, last_error: expect.stringMatching(why), is_there: true },
      ])
      // Not at once again: an archive that is down is not hammered.
      expect((await world.keepHistory()).body).toEqual({ outcome: 'nothing' })
      await timePasses()
    }
    expect(JSON.stringify(await waiting())).not.toContain(ARCHIVE_TOKEN)
    expect(await keepHouse()).toEqual([])
    archive.insteadAnswer(null)
    expect(await write()).toMatchObject([{ outcome: 'written' }])
    expect(inTheArchive()).toEqual(ids)
  },
)

it('keeps everything while nobody answers at the archive', async () => {
  const gone = await startArchiveServer(ARCHIVE_TOKEN)
  await gone.close()
  await archiveTo(`${gone.origin}${folder}`)
  await expiredChecks(5)
  expect(await write()).toMatchObject([
    { outcome: 'failed', reason: expect.stringMatching(/cannot be reached/) },
  ])
  expect(await waiting()).toMatchObject([{ is_there: true }])
})

it.for([301, 302, 303, 307, 308])(
  'a redirect (%i) is no archive: nothing counts as written, and no other origin sees the token',
  { timeout: 30_000 },
  async (status) => {
    const elsewhere = await startArchiveServer(ARCHIVE_TOKEN)
    await expiredChecks(5)
    for (const origin of [elsewhere.origin, archive.origin]) {
      let isFirst = true
      archive.insteadAnswer((request, response) => {
        request.resume()
        request.on('end', () => {
          response.writeHead(isFirst ? status : 200, { location: `${origin}/other` }).end()
          isFirst = false
        })
      })
      expect(await write()).toMatchObject([{ outcome: 'failed' }])
      await timePasses()
    }
    expect(elsewhere.requests).toEqual([])
    expect(await waiting()).toMatchObject([{ failures: 2, is_there: true }])
    await elsewhere.close()
  },
)

it('makes objects in Supabase Storage as that wants it', async () => {
  await archiveTo(`${archive.origin}/storage/v1/object/history${folder}`)
  await expiredChecks(2)
  expect(await write()).toMatchObject([{ outcome: 'written' }])
  const { method, headers } = archive.requests.at(-1) ?? {}
  expect(method).toBe('POST')
  expect(headers).toMatchObject({
    'x-upsert': 'true',
    'content-type': 'application/gzip',
    authorization: `Bearer ${ARCHIVE_TOKEN}`,
  })
})

it('what its owner deletes on the way does not reach the archive', async () => {
  const owner = await signUp(world.db)
  const other = await addIntegration(world.db, owner)
  await sql(
    `insert into public.integration_health_metrics (user_integration_id, user_id, success, source, checked_at)
     select id, user_id, true, 'background', now() - interval '300 days' from public.user_integrations where id = $1`,
    [other],
  )
  const ids = await expiredChecks(3)
  await sql('delete from auth.users where id = $1', [owner])
  await write()
  expect(inTheArchive()).toEqual(ids)
})
