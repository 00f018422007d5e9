import { execFileSync } from 'node:child_process'
import type { RequestListener } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { query } from '../support/db.ts'
import { signUp as addPerson, addType } from '../support/db-rows.ts'
import { type Person, signUp } from '../support/person.ts'
import { type PostgresStack, startPostgresStack } from '../support/postgres-stack.ts'
import { startRawUpstream, startUpstream, type Upstream } from '../support/upstream-server.ts'
import { addWatched, apiAt, dueNow, standingOf } from '../support/watched.ts'

const KEY = 'canary-key-4711-x7Qa'
const MEMORY_MB = 256

let stack: PostgresStack
let ada: Person
let open: Upstream[]

beforeAll(async () => {
  stack = await startPostgresStack()
  ada = await signUp(stack)
})
afterAll(() => stack?.stop())
beforeEach(() => {
  open = []
})
afterEach(async () => {
  await Promise.all(open.map((upstream) => upstream.close()))
  await query(stack.db, 'delete from public.check_schedules')
})

const answering: RequestListener = (_, response) => {
  response.setHeader('content-type', 'application/json').end('{"name":"Ada"}')
}
async function upstream(listener: RequestListener = answering): Promise<Upstream> {
  const started = await startUpstream(listener)
  open.push(started)
  return started
}
const check = async (functions = stack.functions) => {
  const response = await functions.schedule('check-health')
  const text = await response.text()
  return { status: response.status, text, counts: response.ok ? JSON.parse(text) : null }
}
const codesOf = (id: string) =>
  query<{ error_code: string | null }>(
    stack.db,
    `select error_code from public.integration_health_metrics where user_integration_id = $1 order by checked_at`,
    [id],
  ).then((rows) => rows.map(({ error_code }) => error_code))
/** What a failed look was noted as: the first of an integration that is connected stands in the log alone. */
const lookedAt = (id: string) =>
  query<{ code: string }>(
    stack.db,
    `select metadata ->> 'code' as code from public.integration_logs
     where user_integration_id = $1 and event_type = 'check_failed'`,
    [id],
  ).then((rows) => rows.map(({ code }) => code))

describe('nobody but the schedule', () => {
  const ask = (headers: Record<string, string>, method = 'POST') =>
    fetch(`${stack.functions.target}/functions/v1/check-health`, { method, headers })

  it.each([
    ['a stranger', () => ({})],
    ['a person', () => ({ apikey: stack.publishableKey, authorization: `Bearer ${ada.token}` })],
    ['the project’s secret key', () => ({ apikey: stack.secretKey })],
    ['the secret key as a token', () => ({ authorization: `Bearer ${stack.secretKey}` })],
    ['the secret key in the secret’s place', () => ({ 'x-schedule-secret': stack.secretKey })],
    ['the secret as a token', () => ({ authorization: `Bearer ${stack.scheduleSecret}` })],
    ['a secret that begins alike', () => ({ 'x-schedule-secret': stack.scheduleSecret.slice(1) })],
    ['an empty secret', () => ({ 'x-schedule-secret': '' })],
  ])('has checks made: %s is refused, and nothing is claimed', async (_who, headers) => {
    const server = await upstream()
    const [id = ''] = await addWatched(stack.db, ada.id, { configs: [apiAt(server.origin)] })
    const response = await ask(headers())
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } })
    expect(await standingOf(stack.db, [id])).toMatchObject([{ lease: null, is_due: true }])
    expect(server.requests).toEqual([])
  })

  it('asks otherwise than by POST', async () => {
    expect((await ask({ 'x-schedule-secret': stack.scheduleSecret }, 'GET')).status).toBe(405)
  })
})

describe('what is due', () => {
  it('is checked once, however many workers are called, and the answers are counts alone', async () => {
    const server = await upstream()
    const configs = Array.from({ length: 120 }, () => apiAt(server.origin))
    const ids = await addWatched(stack.db, ada.id, { configs })
    const answers = await Promise.all([check(), check(), check()])
    const counts = { put_up: 0, late: 0, released: 0, broken: 0 }
    for (const answer of answers) expect(answer.counts).toMatchObject(counts)
    expect(answers.reduce((sum, { counts: { recorded } }) => sum + recorded, 0)).toBe(120)
    expect(server.requests).toHaveLength(120)
    for (const standing of await standingOf(stack.db, ids)) {
      expect(standing).toMatchObject({ checks: 1, lease: null, is_due: false, status: 'connected' })
    }
  })

  it('asks one server ten times at once at most', async () => {
    let atOnce = 0
    let most = 0
    const server = await upstream((_, response) => {
      most = Math.max(most, ++atOnce)
      setTimeout(() => {
        atOnce--
        response.end('{}')
      }, 50)
    })
    const configs = Array.from({ length: 60 }, () => apiAt(server.origin))
    await addWatched(stack.db, ada.id, { configs })
    await Promise.all([check(), check()])
    expect(server.requests).toHaveLength(60)
    expect(most).toBeLessThanOrEqual(10)
  })

  it('that cannot be read takes nothing else with it, and is tried again only when its lease ends', async () => {
    const server = await upstream()
    const [good = ''] = await addWatched(stack.db, ada.id, { configs: [apiAt(server.origin)] })
    const typeId = await addType(stack.db, ada.id)
    const broken = await addWatched(stack.db, ada.id, { configs: [apiAt(server.origin)], typeId })
    // Nobody may do this: it stands for whatever else the contract does not know.
    const giveTypeTo = (owner: string) =>
      stack.db.transaction(async (run) => {
        await run('set local session_replication_role = replica')
        await run('update public.integration_types set owner_id = $1 where id = $2', [
          owner,
          typeId,
        ])
      })
    await giveTypeTo(await addPerson(stack.db))
    expect((await check()).counts).toMatchObject({ recorded: 1, broken: 1 })
    expect((await check()).counts).toMatchObject({ recorded: 0, broken: 0 })
    await giveTypeTo(ada.id)
    await dueNow(stack.db, [good, ...broken])
    expect((await check()).counts).toMatchObject({ recorded: 2, broken: 0 })
  })
})

describe('whatever the other side does', () => {
  const pouring: RequestListener = (_, response) => {
    response.setHeader('content-type', 'application/json')
    const chunk = Buffer.alloc(65_536, ' ')
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', pour)
    pour()
  }

  it('a worker ends in time and within its memory, and every one of them has its outcome', async () => {
    const silent = await startRawUpstream(() => {})
    open.push(silent)
    const subjects: [string, Upstream][] = [
      ['response_too_large', await upstream(pouring)],
      ['unreachable', silent],
      [
        'response_reset',
        await upstream((_, response) => {
          response.writeHead(200, { 'content-length': 100 }).write('{')
          setTimeout(() => response.destroy(), 20)
        }),
      ],
      ['server_error', await upstream((_, response) => response.writeHead(500).end())],
    ]
    const good = await upstream()
    const configs = [...subjects.map(([, { origin }]) => origin), good.origin].flatMap((origin) =>
      Array.from({ length: 10 }, () => apiAt(origin)),
    )
    const ids = await addWatched(stack.db, ada.id, { configs })
    const startedAt = performance.now()
    const { counts } = await check()
    expect(performance.now() - startedAt).toBeLessThan(25_000)
    expect(counts).toMatchObject({ broken: 0, late: 0 })
    // What failed was looked at again meanwhile.
    expect(counts.recorded).toBeGreaterThanOrEqual(50)
    for (const [nth, [code]] of subjects.entries()) {
      expect([...new Set(await lookedAt(ids[nth * 10] ?? ''))]).toEqual([code])
    }
    expect(await codesOf(ids.at(-1) ?? '')).toEqual([null])
    expect(residentMb(stack.functions.pid)).toBeLessThan(MEMORY_MB)
  }, 60_000)

  it('a private address is refused where private addresses are not allowed, and nothing is sent', async () => {
    const server = await upstream()
    const [id = ''] = await addWatched(stack.db, ada.id, { configs: [apiAt(server.origin)] })
    const hosted = await stack.serve({ EGRESS_ALLOW_PRIVATE: 'false' })
    expect((await check(hosted)).counts).toMatchObject({ recorded: 1 })
    await hosted.stop()
    expect(await lookedAt(id)).toEqual(['address_forbidden'])
    expect(server.requests).toEqual([])
  })
})

describe('a credential', () => {
  const watchKeyed = async (origin: string) => {
    const config = apiAt(origin)
    const [id = ''] = await addWatched(stack.db, ada.id, {
      configs: [config],
      authMethod: 'api_key',
    })
    await ada.store({ id, config }, { kind: 'api_key', key: KEY })
    // Storing one is a change of what is tested: a test has found it good since.
    await query(
      stack.db,
      `update public.user_integrations set status = 'testing', test_run_id = gen_random_uuid(), test_expires_at = now() where id = $1`,
      [id],
    )
    await query(
      stack.db,
      `update public.user_integrations set status = 'connected', last_checked_at = now() where id = $1`,
      [id],
    )
    await dueNow(stack.db, [id])
    return id
  }

  it('is opened for its own origin, and stands in no answer and no row', async () => {
    const server = await upstream((request, response) => {
      const isKnown = JSON.stringify(request.headers).includes(KEY)
      response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ name: 'Ada', you_sent: request.headers }))
    })
    const id = await watchKeyed(server.origin)
    const { text, counts } = await check()
    expect(counts).toMatchObject({ recorded: 1 })
    expect(await lookedAt(id)).toEqual([])
    expect(await codesOf(id)).toEqual([null])
    const rows = await query(
      stack.db,
      `select mine.*, m.*, l.* from public.user_integrations as mine
       left join public.integration_health_metrics as m on m.user_integration_id = mine.id
       left join public.integration_logs as l on l.user_integration_id = mine.id where mine.id = $1`,
      [id],
    )
    expect(JSON.stringify(rows) + text).not.toContain(KEY)
  })

  it('goes nowhere else: neither where an answer leads, nor where the address was changed to', async () => {
    const other = await upstream()
    const leading = await upstream((_, response) => {
      response.writeHead(307, { location: `${other.origin}/v1/me` }).end()
    })
    const led = await watchKeyed(leading.origin)
    const moved = await watchKeyed((await upstream()).origin)
    await query(
      stack.db,
      `update public.user_integrations set config = jsonb_set(config, '{api_url}', to_jsonb($2::text)) where id = $1`,
      [moved, other.origin],
    )
    await dueNow(stack.db, [led, moved])
    expect((await check()).counts).toMatchObject({ recorded: 2 })
    expect(await lookedAt(led)).toEqual(['redirect_forbidden'])
    expect(await lookedAt(moved)).toEqual(['audience_mismatch'])
    expect(other.requests).toEqual([])
  })
})

function residentMb(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}
