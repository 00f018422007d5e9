import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as vite from 'vite'
import { buildIfStale } from '../../supabase/local/build-if-stale.mjs'
import { CACHE } from './kept.ts'
import { startStack } from './stack.ts'
import { templateHome } from './stack-template.ts'

/** What a stack makes anew each time it starts, or would share with another. */
const OF_ONE_RUN = ['running.json', 'playground-ports.json', 'runner']

/** Before stacks start side by side: each would build the page into the same folder, and make a database. */
export default async function buildOnce(): Promise<void> {
  await buildIfStale(vite)
  const template = await templateHome()
  if (existsSync(template)) return
  const home = `${template}.${process.pid}`
  mkdirSync(home, { recursive: true })
  const stack = await startStack({ home })
  await stack.stop()
  for (const name of OF_ONE_RUN) rmSync(join(home, name), { recursive: true, force: true })
  const old = readdirSync(CACHE).filter((name) => /^home-[0-9a-f]+$/.test(name))
  for (const name of old) rmSync(join(CACHE, name), { recursive: true })
  renameSync(home, template)
}
