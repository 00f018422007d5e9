import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from './start-error.mjs'

const SOURCES = [
  'index.html',
  'package-lock.json',
  'public',
  'src',
  'supabase/catalogue',
  'supabase/functions/_shared/contract',
]

/** Builds the page into `dist`, unless that is newer than every source and made for the same backend. */
export async function buildIfStale(vite, dist = 'dist') {
  const target = JSON.stringify(vite.loadEnv('production', process.cwd(), 'VITE_SUPABASE_'))
  // vite.target.ts writes it, whoever builds.
  const isForTarget = readIfThere(join(dist, '.vite/built-for.json')) === target
  const builtAt = modifiedAt(join(dist, 'index.html'))
  const config = readdirSync('.').filter((name) => name.startsWith('vite.'))
  if (isForTarget && [...SOURCES, ...config].every((path) => newestIn(path) < builtAt)) return
  const runner = process.env.NODE_ENV
  // Whatever the shell or a test runner says: what is served is what would be hosted.
  process.env.NODE_ENV = 'production'
  try {
    await vite.build({ logLevel: 'warn' })
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
    throw new StartError(`Patchbay cannot write to ${error.path}: make that folder writable.`)
  } finally {
    if (runner === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = runner
  }
}

/** A folder's own time tells of files that are gone. */
function newestIn(path) {
  const own = modifiedAt(path)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return own
  return Math.max(own, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
