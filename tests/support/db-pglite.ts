import { readFile, writeFile } from 'node:fs/promises'
import type { App } from '@supabase/lite'
import { createPgliteConnection } from '@supabase/lite/pglite'
import type { Parameter, Run, TestDatabase } from './db.ts'
import { applyMigrations, embeddedApp } from './db-migrations.ts'
import { kept } from './kept.ts'

export interface PgliteDatabase extends TestDatabase {
  app: App
}

/**
 * PGlite as the embedded backend has it: migrated, and with the grants to everybody that it adds to
 * every table when it answers its first request, so that row level security stands alone.
 */
export async function startPglite(): Promise<PgliteDatabase> {
  const stored = await readFile(await pgliteTemplate())
  const connection = await createPgliteConnection({
    pgliteOptions: { loadDataDir: new Blob([stored]) },
  })
  const app = embeddedApp(connection)
  const answer = await app.fetch(new Request('http://localhost/rest/v1/integration_types?limit=1'))
  if (!answer.ok) throw new Error(`The embedded data API answers ${answer.status}.`)
  return {
    app,
    transaction: async (work) =>
      await connection.driver.transaction(async (tx) => {
        const run: Run = async <Row>(text: string, params: readonly Parameter[] = []) => {
          const { rows, affectedRows } = await tx.query<Row>(text, [...params])
          return { rows, count: rows.length || (affectedRows ?? 0) }
        }
        return await work(run)
      }),
    stop: () => connection.close(),
  }
}

/** The data of one that was migrated, as a tar: to make it takes seconds. */
export async function pgliteTemplate(): Promise<string> {
  return await kept('pglite', async (path) => {
    const connection = await createPgliteConnection({})
    await applyMigrations(connection)
    const dump = await connection.driver.dumpDataDir('none')
    await writeFile(path, Buffer.from(await dump.arrayBuffer()))
    await connection.close()
  })
}
