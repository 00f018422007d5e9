import { afterAll, beforeAll, expect, test } from 'vitest'
import { HealthOverview } from '../../supabase/functions/_shared/contract/health.ts'
import { createKeyring } from '../../supabase/functions/_shared/sealing/keyring.ts'
import { furnishDemo } from '../../supabase/local/demo.ts'
import { publishCatalogue } from '../../supabase/local/publish-catalogue.ts'
import { makeSealingKey } from '../../supabase/local/sealing-key.ts'
import { person, query, request } from '../support/db.ts'
import { type PgliteDatabase, startPglite } from '../support/db-pglite.ts'
import { signUp } from '../support/db-rows.ts'

const REST = 'http://127.0.0.1:3'
const MCP = 'http://127.0.0.1:1/mcp'

let db: PgliteDatabase
let ada: string

beforeAll(async () => {
  db = await startPglite()
  await publishCatalogue(db.app, {
    mcpHttp: MCP,
    mcpSse: MCP,
    rest: REST,
    mcpCommand: { command: 'node', args: [] },
  })
  ada = await signUp(db)
  const t = performance.now()
  await furnish()
  console.info(`${((performance.now() - t) / 1000).toFixed(1)} s`)
}, 120_000)
afterAll(() => db.stop())

async function furnish() {
  await furnishDemo(
    {
      transaction: (work) =>
        db.transaction((run) => work((text, params) => run(text, params as never))),
    },
    {
      userId: ada,
      keyring: createKeyring(JSON.stringify([await makeSealingKey()])),
      now: Date.now(),
      at: { to: 'playground', rest: REST, mcp: MCP },
    },
  )
}

test('x', async () => {
  const { rows } = await request<{ all: unknown }>(
    db,
    person(ada),
    'select public.health_overview() as all',
  )
  const all = HealthOverview.parse(rows[0]?.all)
  console.info(
    all.integrations
      .map(
        (r) =>
          `${r.name} ${r.status} ${r.incident_since} p95 ${r.p95} ${r.checks.reduce((a, b) => a + b)} ${r.failures.reduce((a, b) => a + b)}`,
      )
      .join('\n'),
  )
  console.info(await query(db, 'select count(*) as n from public.integration_health_metrics'))
  expect(all.integrations).toHaveLength(60)
})
