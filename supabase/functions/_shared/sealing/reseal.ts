/**
 * Seals anew for the newest key. Guarantees that the new JWE is for exactly whom the old one was: its
 * protected header is the same but for the key's id; the plaintext is never looked at.
 */
import { CompactEncrypt, importJWK } from 'jose'
import { SEALING_ALG, type SealingKey } from '../contract/sealing.ts'
import type { Keyring } from './keyring.ts'
import { readAnyHeader, unseal } from './unseal.ts'

/** The key that new seals are made with. */
export function newestKey({ publicKeys }: Keyring): SealingKey {
  const [newest] = publicKeys.keys
  if (!newest) throw new Error('The keyring is empty.')
  return newest
}

/** The compact JWE, sealed for the newest key; null where it cannot be opened. */
export async function reseal(jwe: string, keyring: Keyring): Promise<string | null> {
  const header = readAnyHeader(jwe)
  const plaintext = header && (await unseal(jwe, header, keyring))
  if (!header || !plaintext) return null
  const newest = newestKey(keyring)
  return await new CompactEncrypt(plaintext)
    .setProtectedHeader({ ...header, kid: newest.kid })
    .encrypt(await importJWK(newest, SEALING_ALG))
}
