/**
 * The local stack's secrets. Guarantees that each is made once, at random, in a file that its owner
 * alone can read; assumes that `home` is not under version control.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
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

/** Reads the secrets of `home`, making them the first time. */
export async function localSecrets(home: string): Promise<LocalSecrets> {
  const file = join(home, 'secrets.json')
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
