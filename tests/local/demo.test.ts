import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import {
  HealthOverview,
  IntegrationHealth,
} from '../../supabase/functions/_shared/contract/health.ts'
import { IntegrationCardRow } from '../../supabase/functions/_shared/contract/rows.ts'
import { createKeyring } from '../../supabase/functions/_shared/sealing/keyring.ts'
import { answerDemo } from '../../supabase/local/answer-demo.ts'
import { furnishDemo } from '../../supabase/local/demo.ts'
import { demoAccount, demoUser } from '../../supabase/local/demo-account.ts'
import { CAST } from '../../supabase/local/demo-cast.ts'
import { historyOf } from '../../supabase/local/demo-history.ts'
import { NONCE_HEADER, PROOF_HEADER, prove } from '../../supabase/local/key-proof.ts'
import { playgroundApi } from '../../supabase/local/playground-api.ts'
import { publishCatalogue } from '../../supabase/local/publish-catalogue.ts'
import { makeSealingKey } from '../../supabase/local/sealing-key.ts'
import { type Parameter, person, query, request } from '../support/db.ts'
import { type PgliteDatabase, startPglite } from '../support/db-pglite.ts'
import { addIntegration, addType, signUp } from '../support/db-rows.ts'

const run = promisify(execFile)
const REST = 'http://127.0.0.1:3'
const MCP = 'http://127.0.0.1:1/mcp'
const NOW = Date.now()
const DAY_MS = 86_400_000
/** A handful of each sort, so that the test takes seconds. */
const SOME = [
  'Acme Stripe',
  'GitLab runners',
  'Shopify outlet',
  'Okta',
  'Twilio (old number)',
  'SendGrid',
  'Slack alerts',
  'Pipedrive',
  'GitHub MCP',
]
const cast = CAST.filter(({ name }) => SOME.includes(name))

describe('the cast', () => {
  test('is sixty, each with a name of its own, over many types', () => {
    expect(new Set(CAST.map(({ name }) => name)).size).toBe(60)
    expect(new Set(CAST.map(({ type }) => type)).size).toBeGreaterThanOrEqual(58)
  })

  test('has the same past whenever it is asked, and no check of the future', () => {
    for (const part of cast) {
      const history = historyOf(part, NOW)
      expect(historyOf(part, NOW)).toEqual(history)
      expect(history.checks.every(({ at }) => at <= NOW)).toBe(true)
    }
  })

  test('fails as the rules have it: two failures open an incident, a pass closes it', () => {
    for (const part of cast) {
      const { checks, incidents } = historyOf(part, NOW)
      for (const { openedAt, closedAt } of incidents) {
        const within = checks.filter(({ at }) => at >= openedAt && at < (closedAt ?? NOW + 1))
        expect(within.length).toBeGreaterThanOrEqual(2)
        expect(within.every(({ cause }) => cause !== null)).toBe(true)
        const after = checks.find(({ at }) => at === closedAt)
        expect(after?.cause ?? null).toBeNull()
      }
    }
  })
})

describe('its upstreams', () => {
  const api = playgroundApi()

  test('answer each verification as the vendor would', async () => {
    const slack = await api.request('/demo/slack/well/1/auth.test', { method: 'POST' })
    expect(await slack.json()).toMatchObject({ ok: true })
    const github = await api.request('/demo/github/well/1/user')
    expect(await github.json()).toEqual({ login: 'acme-bot' })
    const linear = await api.request('/demo/linear/well/1', { method: 'POST', body: '{}' })
    expect(await linear.json()).toHaveProperty('data')
  })

  test('fail for the cause that is asked of them', async () => {
    const status = async (path: string) => (await api.request(path)).status
    expect(await status('/demo/stripe/revoked/1/v1/account')).toBe(401)
    expect(await status('/demo/stripe/unavailable/1/v1/account')).toBe(503)
    expect(await status('/demo/stripe/odd/1/v1/account')).toBe(404)
    expect(await status('/demo/nothing/well/1/x')).toBe(404)
  })
})

test('a Supabase project is refused before anything is done', async () => {
  const env = {
    ...process.env,
    VITE_SUPABASE_URL: 'https://abcdefghijklmnopqrst.supabase.co',
    VITE_SUPABASE_ANON_KEY: 'sb_publishable_elsewhere',
  }
  const asked = run(process.execPath, ['supabase/local/start.mjs', '--demo'], { env })
  await expect(asked).rejects.toThrow(/The demo is for the embedded backend alone/)
})

describe('the account', () => {
  let db: PgliteDatabase
  let demo: string
  let neighbour: string
  let neighbours: { id: string }

  beforeAll(async () => {
    db = await startPglite()
    await publishCatalogue(db.app, {
      mcpHttp: MCP,
      mcpSse: MCP,
      rest: REST,
      mcpCommand: { command: 'node', args: [] },
    })
    neighbour = await signUp(db)
    neighbours = {
      id: await addIntegration(db, neighbour, { typeId: await addType(db, neighbour) }),
    }
    demo = await demoUser(demoAccount('key'), 'http://localhost', async (asked) =>
      db.app.fetch(asked),
    )
    await furnish()
  }, 120_000)
  afterAll(() => db.stop())

  async function furnish() {
    await furnishDemo(
      {
        transaction: (work) =>
          db.transaction((run) => work((text, params) => run(text, params as Parameter[]))),
      },
      {
        cast,
        userId: demo,
        keyring: createKeyring(JSON.stringify([await makeSealingKey()])),
        now: NOW,
        at: { to: 'playground', rest: REST, mcp: MCP },
      },
    )
  }
  const count = async (from: string) => {
    const [row] = await query<{ n: number }>(db, `select count(*)::integer as n from ${from}`)
    return row?.n
  }
  async function overview() {
    const { rows } = await request<{ all: unknown }>(
      db,
      person(demo),
      'select public.health_overview() as all',
    )
    const { integrations } = HealthOverview.parse(rows[0]?.all)
    return new Map(integrations.map((row) => [row.name, row]))
  }

  test('has alerts of its incidents, unread where they go on', async () => {
    const open = await count('public.integration_incidents where closed_at is null')
    expect(open).toBeGreaterThan(0)
    expect(await count('public.alerts where read_at is null')).toBe(open)
    expect(await count(`public.alerts where kind = 'recovered'`)).toBe(
      await count(`public.integration_incidents where ended_by = 'recovered'`),
    )
    expect(await count('public.alert_deliveries')).toBe(0)
  })

  test('shows one of each condition, with the incidents that its checks made', async () => {
    const all = await overview()
    expect([...all.keys()].sort()).toEqual([...SOME].sort())
    expect(all.get('Acme Stripe')).toMatchObject({
      status: 'error',
      last_error: { code: 'credential_refused' },
    })
    expect(all.get('GitLab runners')).toMatchObject({ last_error: { code: 'credential_expired' } })
    expect(all.get('Acme Stripe')?.incident_since).not.toBeNull()
    expect(all.get('Shopify outlet')).toMatchObject({
      status: 'connected',
      is_watched: false,
      due_at: null,
    })
    expect(all.get('Okta')).toMatchObject({ status: 'configuring', last_checked_at: null })
    expect(all.get('Twilio (old number)')).toMatchObject({
      status: 'disconnected',
      incident_since: null,
    })
  })

  test('counts by the day exactly what its history has, also of the days that are forgotten', async () => {
    const all = await overview()
    const firstDay = Math.floor(NOW / DAY_MS) * DAY_MS - 89 * DAY_MS
    for (const part of cast.filter(({ is }) => is !== 'untested')) {
      // Its first day is the overview's no more, where it began before midnight (UTC).
      const checks = historyOf(part, NOW).checks.filter(({ at }) => at >= firstDay)
      const row = all.get(part.name)
      const sum = (numbers: number[] | undefined) =>
        numbers?.reduce((total, each) => total + each, 0)
      expect([part.name, sum(row?.checks)]).toEqual([part.name, checks.length])
      expect(sum(row?.failures)).toBe(checks.filter(({ cause }) => cause !== null).length)
    }
  })

  test('has single checks for as long as they are kept, each counted once by the hour', async () => {
    const raw = await query<{ hours: number; days: number }>(
      db,
      `select count(*)::integer as hours, extract(day from now() - min(checked_at))::integer as days
       from (select user_integration_id, date_trunc('hour', checked_at) as hour, count(*) as n,
               count(*) filter (where not success) as failed, min(checked_at) as checked_at
             from public.integration_health_metrics group by 1, 2) as raw
       join public.integration_health_hourly as kept using (user_integration_id, hour)
       where (kept.checks, kept.failures) is distinct from (raw.n, raw.failed)`,
    )
    expect(raw).toEqual([{ hours: 0, days: null }])
    expect(
      await count(
        `public.integration_health_metrics where checked_at < now() - interval '15 days'`,
      ),
    ).toBe(0)
    expect(await count(`private.integration_health_metrics_default`)).toBe(0)
    const { rows } = await request<{ health: unknown }>(
      db,
      person(demo),
      `select public.integration_health(id, '24h') as health from public.user_integrations where name = 'Slack alerts'`,
    )
    expect(IntegrationHealth.parse(rows[0]?.health).points.length).toBeGreaterThan(80)
  })

  test('tells the same in its log, its cards and its incidents', async () => {
    const stripe = `(select id from public.user_integrations where name = 'Acme Stripe')`
    const [incident] = await query<{ opened_at: string; code: string }>(
      db,
      `select opened_at::text, code from public.integration_incidents where closed_at is null and user_integration_id = ${stripe}`,
    )
    const [entry] = await query<{ created_at: string; message: string }>(
      db,
      `select created_at::text, message from public.integration_logs
       where user_integration_id = ${stripe} and level = 'error' order by created_at desc limit 1`,
    )
    expect(incident?.code).toBe('credential_refused')
    expect(entry?.message).toMatch(/^Failed at authenticate: Stripe answered 401/)
    expect(Date.parse(entry?.created_at ?? '') - Date.parse(incident?.opened_at ?? '')).toBe(30_000)
    const { rows } = await request<{ cards: unknown }>(
      db,
      person(demo),
      'select public.integration_cards() as cards',
    )
    const cards = z.array(IntegrationCardRow).parse(rows[0]?.cards)
    expect(cards.map(({ config }) => config)).not.toContain(null)
  })

  test('leads where it is answered, so that background checks go on to find what they found', async () => {
    const due = await query<{ name: string; url: string; host: string; ahead: boolean }>(
      db,
      `select name, coalesce(config ->> 'url', config ->> 'api_url') as url, host, due_at > now() - interval '1 minute' as ahead
       from public.check_schedules join public.user_integrations on id = user_integration_id order by name`,
    )
    expect(due.map(({ name }) => name)).not.toContain('Shopify outlet')
    expect(due.every(({ ahead }) => ahead)).toBe(true)
    expect(due.find(({ name }) => name === 'Acme Stripe')?.url).toBe(
      `${REST}/demo/stripe/revoked/131`,
    )
    expect(due.find(({ name }) => name === 'GitHub MCP')).toMatchObject({
      url: MCP,
      host: '127.0.0.1:1',
    })
  })

  test('is the same when it is made again, and nobody else has less or more', async () => {
    const before = await overview()
    const logs = await count('public.integration_logs')
    await furnish()
    const again = await demoUser(demoAccount('key'), 'http://localhost', async (asked) =>
      db.app.fetch(asked),
    )
    expect(again).toBe(demo)
    expect(await overview()).toEqual(before)
    expect(await count('public.integration_logs')).toBe(logs)
    expect(await count(`public.user_integrations where id = '${neighbours.id}'`)).toBe(1)
    expect(await query(db, 'show session_replication_role')).toEqual([
      { session_replication_role: 'origin' },
    ])
  })

  test.each([
    ['nobody proves anything', {}],
    [
      'a proof is of another errand',
      { [NONCE_HEADER]: 'n', [PROOF_HEADER]: prove('sb_secret_1', 'asks', 'n') },
    ],
    [
      'a proof is of another key',
      { [NONCE_HEADER]: 'n', [PROOF_HEADER]: prove('sb_secret_2', 'demo', 'n') },
    ],
  ])('is left as it is where %s', async (_why, headers) => {
    const secrets = { secretKey: 'sb_secret_1', jwtSecret: '', sealingKeys: [] }
    const playground = {
      rest: REST,
      mcpHttp: MCP,
      mcpSse: MCP,
      mcpCommand: { command: '', args: [] },
    }
    const answer = await answerDemo(
      new Request('http://localhost/local/demo', { method: 'POST', headers }),
      { app: db.app, origin: 'http://localhost', playground, secrets: async () => secrets },
    )
    expect(answer.status).toBe(401)
  })

  test('is not taken over from who changed its password', async () => {
    const other = { ...demoAccount('key'), password: 'another one altogether' }
    await expect(
      demoUser(other, 'http://localhost', async (asked) => db.app.fetch(asked)),
    ).rejects.toThrow(/has another password/)
  })
})
