import { CompactEncrypt, importJWK } from 'jose'
import type { CredentialSecret } from '../contract/auth.ts'
import {
  SEALING_ALG,
  SEALING_ENC,
  SEALING_TYP,
  type SealedCredential,
} from '../contract/sealing.ts'
import type { Keyring } from './keyring.ts'

export interface SealTarget {
  integrationId: string
  ownerId: string
  slot: string
  /** Whom it may be given to. */
  audience: string[]
}

/**
 * Seals what a function was given for an integration, as the page seals what a person types: for the
 * newest key, tied to integration, owner, slot and audience. Nobody typed it, so it has no hint; when
 * it ends (ISO 8601) is told where nothing renews it.
 */
export async function sealCredential(
  secret: CredentialSecret,
  { integrationId, ownerId, slot, audience }: SealTarget,
  expiresAt: string | null,
  { publicKeys }: Keyring,
): Promise<SealedCredential> {
  const [key] = publicKeys.keys
  if (key === undefined) throw new Error('A keyring has at least one key')
  const encrypted = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(secret)))
    .setProtectedHeader({
      alg: SEALING_ALG,
      enc: SEALING_ENC,
      typ: SEALING_TYP,
      kid: key.kid,
      integration_id: integrationId,
      owner_id: ownerId,
      slot,
      audience,
    })
    .encrypt(await importJWK(key, SEALING_ALG))
  return { slot, encrypted, key_id: key.kid, hint: '', audience, expires_at: expiresAt }
}
