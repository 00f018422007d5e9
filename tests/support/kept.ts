import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

/** Where tests keep what takes long to make. */
export const CACHE = 'node_modules/.cache/patchbay'

/** Of all that a kept database depends on: the migrations, the packages, and the month partitions begin with. */
export async function fingerprint(): Promise<string> {
  const migrations = (await readdir('supabase/migrations')).sort()
  const files = ['package-lock.json', ...migrations.map((name) => `supabase/migrations/${name}`)]
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 7))
  for (const file of files) hash.update(file).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}
