import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartError } from './start-error.mjs'

const SOURCES = [
  'index.html',
  'package-lock.json',
  'vite.config.ts',
  'public',
  'src',
  'supabase/catalogue',
  'supabase/functions/_shared/contract',
]
/** What the last build was made for: it is baked into the page. */
const BUILT_FOR = 'node_modules/.cache/patchbay/built-for'

/** Builds the page into dist, unless that is newer than every source and made for the same backend. */
export async function buildIfStale(vite) {
  const target = JSON.stringify(vite.loadEnv('production', process.cwd(), 'VITE_SUPABASE_'))
  const builtAt = modifiedAt('dist/index.html')
  if (readIfThere(BUILT_FOR) === target && SOURCES.every((path) => newestIn(path) < builtAt)) return
  try {
    await vite.build({ logLevel: 'warn' })
    mkdirSync(dirname(BUILT_FOR), { recursive: true })
    writeFileSync(BUILT_FOR, target)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
    throw new StartError(`Patchbay cannot write to ${error.path}: make that folder writable.`)
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
