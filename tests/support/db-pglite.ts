import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from '@supabase/lite'
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite'
import type { Parameter, Run, TestDatabase } from './db.ts'
import { applyMigrations, embeddedApp } from './db-migrations.ts'
import { CACHE, fingerprint } from './kept.ts'

export interface PgliteDatabase extends TestDatabase {
  app: App
}

/**
 * PGlite as the embedded backend has it: migrated, and with the grants to everybody that it adds to
 * every table when it answers its first request, so that row level security stands alone. To make
 * one takes seconds, so each run after the first of the same migrations begins from a copy.
 */
export async function startPglite(): Promise<PgliteDatabase> {
  const copy = join(CACHE, `pglite-${await fingerprint()}.tar`)
  const stored = await readFile(copy).catch(() => null)
  const connection = await createPgliteConnection(
    stored === null ? {} : { pgliteOptions: { loadDataDir: new Blob([stored]) } },
  )
  const app = stored === null ? await applyMigrations(connection) : embeddedApp(connection)
  if (stored === null) await store(connection, copy)
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

/** Renamed into place, because several test files may do this at the same time. */
async function store(connection: PgliteConnection, copy: string): Promise<void> {
  const dump = await connection.driver.dumpDataDir('none')
  await mkdir(CACHE, { recursive: true })
  const unfinished = `${copy}.${process.pid}`
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()))
  await rename(unfinished, copy)
  const old = (await readdir(CACHE)).filter((name) => /^pglite-.*\.tar$/.test(name))
  for (const name of old)
    if (join(CACHE, name) !== copy) await rm(join(CACHE, name), { force: true })
}
