// Size budgets (gzip): what a browser must load before it can show a page, and everything there is.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const DIST = 'dist'
const KB = 1000
const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'))

/** The chunks that `key` needs at once: itself and what it imports statically. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen
  const chunk = manifest[key]
  if (!chunk) throw new Error(`${key} is not in the build`)
  seen.add(key)
  for (const imported of chunk.imports ?? []) closure(imported, seen)
  return seen
}

const sizes = new Map()
function gzipped(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(DIST, file))).length)
  return sizes.get(file)
}

function scriptsOf(...keys) {
  const all = new Set(keys.flatMap((key) => [...closure(key)]))
  return new Set([...all].map((key) => manifest[key].file).filter((file) => file.endsWith('.js')))
}

const total = (files) => [...files].reduce((sum, file) => sum + gzipped(file), 0)
const everything = new Set(
  Object.values(manifest)
    .map(({ file }) => file)
    .filter((file) => file.endsWith('.js')),
)

const ENTRY = 'index.html'
const budgets = [
  ['sign-in', total(scriptsOf(ENTRY, 'src/features/auth/components/sign-in-page.tsx')), 130],
  [
    'grid',
    total(scriptsOf(ENTRY, 'src/app/routes/integrations-route.tsx', 'src/app/shell.tsx')),
    165,
  ],
  [
    'health',
    total(scriptsOf(ENTRY, 'src/features/health/components/health-page.tsx', 'src/app/shell.tsx')),
    165,
  ],
  [
    'integration',
    total(scriptsOf(ENTRY, 'src/app/routes/integration-route.tsx', 'src/app/shell.tsx')),
    165,
  ],
  [
    'logs',
    total(scriptsOf(ENTRY, 'src/features/logs/components/logs-page.tsx', 'src/app/shell.tsx')),
    165,
  ],
  ['all scripts', total(everything), 350],
]

let isOver = false
for (const [name, bytes, limit] of budgets) {
  const isWithin = bytes <= limit * KB
  isOver ||= !isWithin
  console.info(
    `${isWithin ? 'ok  ' : 'OVER'} ${name}: ${(bytes / KB).toFixed(1)} KB of ${limit} KB`,
  )
}
if (process.argv.includes('--files')) {
  for (const file of [...everything].sort((a, b) => gzipped(b) - gzipped(a))) {
    console.info(`${(gzipped(file) / KB).toFixed(1).padStart(7)} KB  ${file}`)
  }
}
process.exit(isOver ? 1 : 0)
