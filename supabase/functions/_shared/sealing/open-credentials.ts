/**
 * Opens sealed credentials. Guarantees that a secret is given out only for the integration, owner,
 * slot and origin that it was sealed for; assumes that the row's owner was checked by the caller.
 */
import { compactDecrypt, decodeProtectedHeader } from 'jose'
import * as z from 'zod/mini'
import { CredentialSecret } from '../contract/auth.ts'
import { SEALING_ALG, SEALING_ENC, SealedCredential, SealedHeader } from '../contract/sealing.ts'
import type { Keyring } from './keyring.ts'

export interface OpenedSecret {
  secret: CredentialSecret
  /** Last characters, for people to tell it by; may be empty. */
  hint: string
  /** ISO 8601, or null where nobody knows. */
  expires_at: string | null
}
/** By slot: `auth`, `header:<name>`, `env:<NAME>`. */
export type Secrets = ReadonlyMap<string, OpenedSecret>

/** As it was stored or sent; what is not of the contract cannot be opened. */
export interface StoredCredential {
  slot: string
  [column: string]: unknown
}

export type OpenResult =
  | { ok: true; secrets: Secrets }
  | { ok: false; code: 'credential_unreadable'; slot: string }
  | { ok: false; code: 'audience_mismatch'; slot: string; audience: readonly string[] }

/** What the configuration, as it is now, presents, and whom it presents it to: see `audienceOf`. */
export interface Wanted {
  slots: readonly string[]
  /** Of several, each must be one that the secret was sealed for: see `clientAudienceOf`. */
  audience: string | readonly string[]
}

export interface OpenFor extends Wanted {
  integrationId: string
  ownerId: string
}

/**
 * Opens the wanted of an integration's credentials, or says of the first that cannot be opened why.
 * A stored secret that no slot names any more is not opened, and one that is missing is not there.
 */
export async function openCredentials(
  credentials: readonly StoredCredential[],
  wanted: OpenFor,
  keyring: Keyring,
): Promise<OpenResult> {
  const secrets = new Map<string, OpenedSecret>()
  for (const stored of credentials.filter(({ slot }) => wanted.slots.includes(slot))) {
    const { slot } = stored
    const unreadable = { ok: false, code: 'credential_unreadable', slot } as const
    const { data: sealed } = z.safeParse(SealedCredential, stored)
    const header = sealed ? readHeader(sealed.encrypted) : null
    const isBound =
      header?.integration_id === wanted.integrationId &&
      header.owner_id === wanted.ownerId &&
      header.slot === slot
    if (!sealed || !header || !isBound) return unreadable
    const { audience, kid } = header
    if (![wanted.audience].flat().every((place) => audience.includes(place))) {
      return { ok: false, code: 'audience_mismatch', slot, audience }
    }
    const secret = await decrypt(sealed.encrypted, kid, keyring)
    if (!secret) return unreadable
    secrets.set(slot, { secret, hint: sealed.hint, expires_at: sealed.expires_at })
  }
  return { ok: true, secrets }
}

/** The header is authenticated (RFC 7516 §5.2): what it says before decryption holds if that succeeds. */
function readHeader(jwe: string): SealedHeader | null {
  try {
    return SealedHeader.parse(decodeProtectedHeader(jwe))
  } catch {
    return null
  }
}

async function decrypt(
  jwe: string,
  kid: string,
  keyring: Keyring,
): Promise<CredentialSecret | null> {
  const key = await keyring.privateKey(kid)
  if (!key) return null
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: [SEALING_ALG],
      contentEncryptionAlgorithms: [SEALING_ENC],
      // We never compress (RFC 8725 §3.6), so what is compressed is not ours.
      maxDecompressedLength: 0,
    })
    return CredentialSecret.parse(JSON.parse(new TextDecoder().decode(plaintext)))
  } catch {
    return null
  }
}
