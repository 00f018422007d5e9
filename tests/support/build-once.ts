import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as vite from 'vite'
import { buildIfStale } from '../../supabase/local/build-if-stale.mjs'
import { pgliteTemplate } from './db-pglite.ts'
import { kept } from './kept.ts'
import { postgresTemplate } from './postgres-process.ts'
import { startStack } from './stack.ts'

/** What a stack makes anew each time it starts, or would share with another. */
const OF_ONE_RUN = ['running.json', 'playground-ports.json', 'runner']

/** Before tests run side by side: each would build the page into the same folder, and make databases. */
export default async function buildOnce(): Promise<void> {
  await buildIfStale(vite)
  await Promise.all([stackTemplate(), pgliteTemplate(), postgresTemplate()])
}

async function stackTemplate(): Promise<void> {
  await kept('home', async (home) => {
    mkdirSync(home)
    const stack = await startStack({ home })
    await stack.stop()
    for (const name of OF_ONE_RUN) rmSync(join(home, name), { recursive: true, force: true })
  })
}
