/**
 * The local stack's secrets. Guarantees that each is made once, at random, in a file that its owner
 * alone can read; assumes that `home` is not under version control.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { makeSealingKey, PrivateSealingKey } from './sealing-key.ts'
import { StartError } from './start-error.mjs'

const LocalSecrets = z.object({
  secretKey: z.string().check(z.startsWith('sb_secret_')),
  jwtSecret: z.string().check(z.minLength(32)),
  /** Private P-256 JWKs (RFC 7517), newest first: the functions' SEALING_KEYS. */
  sealingKeys: z.array(PrivateSealingKey).check(z.minLength(1)),
})
export type LocalSecrets = z.infer<typeof LocalSecrets>

const fileIn = (home: string) => join(home, 'secrets.json')

/** Reads the secrets of `home`, making them the first time. */
export async function localSecrets(home: string): Promise<LocalSecrets> {
  const file = fileIn(home)
  const text = readIfThere(file)
  if (text === null) {
    const made = await makeSecrets()
    writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' })
    return made
  }
  try {
    return LocalSecrets.parse(JSON.parse(text))
  } catch {
    // Never replaced silently: what was sealed with the old keys could not be opened any more.
    throw new StartError(
      `${file} is damaged: restore it, or delete it and enter the stored credentials again.`,
    )
  }
}

/**
 * Puts these in the place of the secrets of `home`: whoever reads, and whatever ends this process,
 * finds the old file or the new one, whole. One process at a time.
 */
export function replaceLocalSecrets(home: string, secrets: LocalSecrets): void {
  const file = fileIn(home)
  const unfinished = `${file}.new`
  const handle = openSync(unfinished, 'w', 0o600)
  try {
    writeFileSync(handle, JSON.stringify(LocalSecrets.parse(secrets), null, 2))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(unfinished, file)
}

async function makeSecrets(): Promise<LocalSecrets> {
  return LocalSecrets.parse({
    secretKey: `sb_secret_${randomBytes(24).toString('base64url')}`,
    jwtSecret: randomBytes(48).toString('base64url'),
    sealingKeys: [await makeSealingKey()],
  })
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
