/**
 * Opens sealed credentials. Guarantees that a secret is given out only for the integration, owner,
 * slot and origin that it was sealed for; assumes that the row's owner was checked by the caller.
 */
import { compactDecrypt, decodeProtectedHeader } from 'jose'
import { CredentialSecret, type CredentialSlot } from '../contract/auth.ts'
import type { FAILURE_CODES_BY_STAGE } from '../contract/errors.ts'
import {
  SEALING_ALG,
  SEALING_ENC,
  type SealedCredential,
  SealedHeader,
} from '../contract/sealing.ts'
import type { Keyring } from './keyring.ts'

export interface OpenedSecret {
  secret: CredentialSecret
  hint: string
  expires_at: string | null
}

export interface OpenFailure {
  code: (typeof FAILURE_CODES_BY_STAGE)['configure'][number]
  message: string
  next_step: string
}

export type OpenResult =
  | { ok: true; secrets: ReadonlyMap<CredentialSlot, OpenedSecret> }
  | { ok: false; failure: OpenFailure }

export interface OpenFor {
  integrationId: string
  ownerId: string
  /** Where the secrets would be sent: the origin of the integration's address, as it is now. */
  origin: string
}

/** Opens all of an integration's credentials, or says of the first that cannot be opened why. */
export async function openCredentials(
  credentials: readonly SealedCredential[],
  wanted: OpenFor,
  keyring: Keyring,
): Promise<OpenResult> {
  const secrets = new Map<CredentialSlot, OpenedSecret>()
  for (const { slot, encrypted, hint, expires_at } of credentials) {
    const header = readHeader(encrypted)
    const isBound =
      header?.integration_id === wanted.integrationId &&
      header.owner_id === wanted.ownerId &&
      header.slot === slot
    if (!header || !isBound) return unreadable(slot)
    if (!header.audience.includes(wanted.origin)) return moved(slot, header.audience, wanted.origin)
    const secret = await decrypt(encrypted, header.kid, keyring)
    if (!secret) return unreadable(slot)
    secrets.set(slot, { secret, hint, expires_at })
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

function unreadable(slot: CredentialSlot): OpenResult {
  return {
    ok: false,
    failure: {
      code: 'credential_unreadable',
      message: `The stored secret (${slot}) cannot be opened: it was sealed for something else, or its key is gone.`,
      next_step: 'Enter the secret again and save.',
    },
  }
}

function moved(slot: CredentialSlot, audience: readonly string[], origin: string): OpenResult {
  return {
    ok: false,
    failure: {
      code: 'audience_mismatch',
      message: `The stored secret (${slot}) was sealed for ${audience.join(', ')} and is not sent to ${origin}.`,
      next_step: 'Enter the secret again for the new address, or change the address back.',
    },
  }
}
