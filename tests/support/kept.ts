import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Where tests keep what takes long to make. */
const CACHE = 'node_modules/.cache/patchbay'

export type Kind = 'home' | 'pglite' | 'postgres'

/** Where what was made of the present migrations is kept, or would be. */
export async function placeOf(kind: Kind): Promise<string> {
  return join(CACHE, `${kind}-${await fingerprint()}`)
}

/** The same, once `make` has made it at the path that it is given: only if it is not there yet. */
export async function kept(kind: Kind, make: (path: string) => Promise<void>): Promise<string> {
  const place = await placeOf(kind)
  if (existsSync(place)) return place
  await mkdir(CACHE, { recursive: true })
  const unfinished = `${place}.${process.pid}`
  await make(unfinished)
  const old = (await readdir(CACHE)).filter((name) => new RegExp(`^${kind}-[0-9a-f]+$`).test(name))
  // Several may have made it at the same time: any will do.
  await rename(unfinished, place).catch(() => rm(unfinished, { recursive: true }))
  for (const name of old) {
    if (join(CACHE, name) !== place) await rm(join(CACHE, name), { recursive: true, force: true })
  }
  return place
}

/** Of all that a kept database depends on: the migrations, the packages, and the day that partitions begin with. */
async function fingerprint(): Promise<string> {
  const migrations = (await readdir('supabase/migrations')).sort()
  const files = ['package-lock.json', ...migrations.map((name) => `supabase/migrations/${name}`)]
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10))
  for (const file of files) hash.update(file).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}
