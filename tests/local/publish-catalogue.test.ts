import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishCatalogue } from '../../supabase/local/publish-catalogue.ts'
import { query } from '../support/db.ts'
import { type PgliteDatabase, startPglite } from '../support/db-pglite.ts'
import { addType, signUp } from '../support/db-rows.ts'

const PORTS = {
  mcpHttp: 'http://127.0.0.1:1/mcp',
  mcpSse: 'http://127.0.0.1:2/sse',
  rest: 'http://127.0.0.1:3',
  mcpCommand: { command: 'node', args: ['/patchbay/everything.js', 'stdio'] },
}

let db: PgliteDatabase

beforeAll(async () => {
  db = await startPglite()
}, 60_000)
afterAll(() => db.stop())

test('every start brings the catalogue up to date, and leaves a person’s own type alone', async () => {
  const ada = await signUp(db)
  const own = await addType(db, ada)

  await publishCatalogue(db.app, PORTS)
  await publishCatalogue(db.app, { ...PORTS, mcpHttp: 'http://127.0.0.1:9/mcp' })

  const types = await query<{ id: string; name: string; owner_id: string | null; url: string }>(
    db,
    `select id, name, owner_id, defaults #>> '{urls,http}' as url from public.integration_types`,
  )
  expect(types.length).toBeGreaterThan(40)
  expect(types).toContainEqual({ id: own, name: 'Acme', owner_id: ada, url: null })
  expect(types.find(({ id }) => id === 'playground-mcp')?.url).toBe('http://127.0.0.1:9/mcp')
})
