import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from '../support/db-postgres.ts'
import { supabaseCli } from '../support/db-supabase-cli.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

/** `npm run db:types` runs this test with --update, and so writes the file that it compares. */
test('the types that the code is written against are those of the migrated database', async () => {
  const types = await supabaseCli([
    'gen',
    'types',
    '--lang',
    'typescript',
    '--schema',
    'public',
    '--db-url',
    server.url,
  ])
  expect(types).toMatch(/^export type Json/)
  await expect(format(types)).toMatchFileSnapshot('../../src/lib/database.types.ts')
}, 60_000)

function format(types: string): string {
  const biome = spawnSync(
    'node',
    ['node_modules/@biomejs/biome/bin/biome', 'format', '--stdin-file-path=src/types.ts'],
    {
      input: types,
      encoding: 'utf8',
    },
  )
  if (biome.status !== 0) throw new Error(biome.stderr)
  return biome.stdout
}
