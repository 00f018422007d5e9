import { readFileSync } from 'node:fs'

/** Of everything in `key-files` that is locked. */
export const KEY_PASSPHRASE = 'correct-horse'

/** A file of `key-files`, made by openssl or ssh-keygen. */
export function keyFile(name: string): string {
  return readFileSync(`tests/support/key-files/${name}`, 'utf8')
}
