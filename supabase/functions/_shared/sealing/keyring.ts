/**
 * The project's sealing keys. Guarantees that a private key leaves this module only as a CryptoKey;
 * assumes that SEALING_KEYS is set as a function secret and nowhere else.
 */
import { importJWK } from 'jose'
import * as z from 'zod/mini'
import { SEALING_ALG, SealingKey, type SealingKeySet } from '../contract/sealing.ts'

const PrivateKeys = z.array(z.extend(SealingKey, { d: z.string() })).check(z.minLength(1))

export interface Keyring {
  /** RFC 7517 set without private parts; the first key is for new seals. */
  publicKeys: SealingKeySet
  /** The private key of that id, or null when there is none (any more). */
  privateKey: (kid: string) => Promise<CryptoKey | null>
}

/**
 * Takes the JSON text of an array of private P-256 JWKs, newest first.
 *
 * @throws Error without any part of the text in it.
 */
export function createKeyring(text: string): Keyring {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Error('SEALING_KEYS is not JSON.')
  }
  const keys = z.safeParse(PrivateKeys, json)
  if (!keys.success)
    throw new Error('SEALING_KEYS is not an array of private P-256 JWKs with kid, use and alg.')
  if (new Set(keys.data.map(({ kid }) => kid)).size < keys.data.length) {
    throw new Error('SEALING_KEYS has two keys of the same kid.')
  }
  const imported = new Map<string, Promise<CryptoKey>>()
  return {
    publicKeys: { keys: keys.data.map(({ d: _private, ...publicPart }) => publicPart) },
    async privateKey(kid) {
      const jwk = keys.data.find((key) => key.kid === kid)
      if (!jwk) return null
      const known = imported.get(kid) ?? (importJWK(jwk, SEALING_ALG) as Promise<CryptoKey>)
      imported.set(kid, known)
      return await known
    },
  }
}
