/**
 * Seals secrets in the browser (JWE, RFC 7516). Guarantees that what leaves this module is
 * ciphertext tied to one integration, owner, slot and audience; assumes the keys came over TLS from
 * the project's own `sealing-keys` function. Loaded when a secret is first sealed, never before.
 */
import type { CredentialSecret, CredentialSlot } from '@contract/auth'
import {
  SEALING_ALG,
  SEALING_ENC,
  SEALING_TYP,
  type SealedCredential,
  type SealingKey,
} from '@contract/sealing'
import { CompactEncrypt, decodeJwt, importJWK } from 'jose'

export interface SealTarget {
  integrationId: string
  ownerId: string
  slot: CredentialSlot
  /** Origins that the secret may be sent to. */
  audience: string[]
}

/** A secret this short would be half told by its last four characters. */
const SHORTEST_HINTED = 12

/** Takes a secret and whom it is for; gives the row to store: ciphertext, hint, expiry. */
export async function seal(
  secret: CredentialSecret,
  target: SealTarget,
  key: SealingKey,
): Promise<SealedCredential> {
  const encrypted = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(secret)))
    .setProtectedHeader({
      alg: SEALING_ALG,
      enc: SEALING_ENC,
      typ: SEALING_TYP,
      kid: key.kid,
      integration_id: target.integrationId,
      owner_id: target.ownerId,
      slot: target.slot,
      audience: target.audience,
    })
    .encrypt(await importJWK(key, SEALING_ALG))
  return {
    slot: target.slot,
    encrypted,
    key_id: key.kid,
    hint: hintOf(secret),
    audience: target.audience,
    expires_at: await expiryOf(secret),
  }
}

function hintOf(secret: CredentialSecret): string {
  const text = shownPart(secret)
  return text.length >= SHORTEST_HINTED ? text.slice(-4) : ''
}

function shownPart(secret: CredentialSecret): string {
  switch (secret.kind) {
    case 'api_key':
      return secret.key
    case 'basic':
      // Vendors that take the key as user name leave the password empty, or write a dummy there.
      return secret.password.length >= SHORTEST_HINTED ? secret.password : ''
    case 'jwt':
      return secret.token
    case 'oauth_client':
      return secret.client_secret
    case 'value':
      return secret.value
    case 'certificate':
    case 'jwt_key':
    case 'ssh_key':
    case 'oauth':
    case 'oauth_refresh':
      // Its last characters say nothing, or nobody typed it.
      return ''
  }
}

/** When the secret ends by its own word, read without verifying: it is only shown. */
async function expiryOf(secret: CredentialSecret): Promise<string | null> {
  if (secret.kind === 'jwt') return expiryOfJwt(secret.token)
  if (secret.kind !== 'certificate') return null
  const { expiryOfCertificate } = await import('./certificate')
  return expiryOfCertificate(secret.certificate)
}

/** `exp` (RFC 7519 §4.1.4). */
function expiryOfJwt(token: string): string | null {
  try {
    const { exp } = decodeJwt(token)
    const end = exp === undefined ? '' : new Date(exp * 1000).toISOString()
    // Some count in milliseconds: a year of five digits is no end that anybody meant.
    return /^\d{4}-/.test(end) ? end : null
  } catch {
    return null
  }
}
