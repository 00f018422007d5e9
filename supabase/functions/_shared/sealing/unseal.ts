/**
 * A credential's JWE (RFC 7516), read and opened. Guarantees that only what is made the way we make
 * it is opened; assumes that the caller compares the header with whom the secret is wanted for.
 */
import { compactDecrypt, decodeProtectedHeader } from 'jose'
import * as z from 'zod/mini'
import { ChannelHeader, SEALING_ALG, SEALING_ENC, SealedHeader } from '../contract/sealing.ts'
import type { Keyring } from './keyring.ts'

/** The header is authenticated (RFC 7516 §5.2): what it says before decryption holds if that succeeds. */
export function readHeader(jwe: string): SealedHeader | null {
  return parseHeader(SealedHeader, jwe)
}

/** The header of an alert channel's address. */
export function readChannelHeader(jwe: string): ChannelHeader | null {
  return parseHeader(ChannelHeader, jwe)
}

/** The header of whatever of ours is sealed. */
export function readAnyHeader(jwe: string): SealedHeader | ChannelHeader | null {
  return parseHeader(z.union([SealedHeader, ChannelHeader]), jwe)
}

function parseHeader<T extends z.core.$ZodType>(schema: T, jwe: string): z.output<T> | null {
  try {
    return z.parse(schema, decodeProtectedHeader(jwe))
  } catch {
    return null
  }
}

/** The plaintext; null where there is no such key (any more), or the ciphertext is damaged. */
export async function unseal(
  jwe: string,
  { kid }: Pick<SealedHeader, 'kid'>,
  keyring: Keyring,
): Promise<Uint8Array | null> {
  const key = await keyring.privateKey(kid)
  if (!key) return null
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: [SEALING_ALG],
      contentEncryptionAlgorithms: [SEALING_ENC],
      // We never compress (RFC 8725 §3.6), so what is compressed is not ours.
      maxDecompressedLength: 0,
    })
    return plaintext
  } catch {
    return null
  }
}
