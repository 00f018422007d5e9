/**
 * Opens sealed credentials. Guarantees that a secret is given out only for the integration, owner,
 * slot and origin that it was sealed for; assumes that the row's owner was checked by the caller.
 */
import * as z from 'zod/mini'
import { CredentialSecret } from '../contract/auth.ts'
import { SealedCredential } from '../contract/sealing.ts'
import type { Keyring } from './keyring.ts'
import { readHeader, unseal } from './unseal.ts'

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
    const { audience } = header
    if (![wanted.audience].flat().every((place) => audience.includes(place))) {
      return { ok: false, code: 'audience_mismatch', slot, audience }
    }
    const secret = parse(await unseal(sealed.encrypted, header, keyring))
    if (!secret) return unreadable
    secrets.set(slot, { secret, hint: sealed.hint, expires_at: sealed.expires_at })
  }
  return { ok: true, secrets }
}

function parse(plaintext: Uint8Array | null): CredentialSecret | null {
  try {
    return plaintext && CredentialSecret.parse(JSON.parse(new TextDecoder().decode(plaintext)))
  } catch {
    return null
  }
}
