/**
 * Seals the address of an alert channel in the browser (JWE, RFC 7516). Guarantees that what leaves
 * this module is ciphertext tied to one channel, owner and origin; assumes the keys came over TLS from
 * the project's own `sealing-keys` function.
 */
import type { ChannelSecret } from '@contract/alerts'
import { CHANNEL_TYP, SEALING_ALG, SEALING_ENC, type SealingKey } from '@contract/sealing'
import { CompactEncrypt, importJWK } from 'jose'

/** The columns of `alert_channels` that tell its address: the ciphertext, and what may be shown. */
export interface SealedAddress {
  encrypted: string
  key_id: string
  hint: string
  audience: string[]
}

/** A path this short would be half told by its last four characters. */
const SHORTEST_HINTED = 12

export async function sealChannel(
  secret: ChannelSecret,
  { channelId, ownerId }: { channelId: string; ownerId: string },
  key: SealingKey,
): Promise<SealedAddress> {
  const { origin, pathname, search } = new URL(secret.url)
  const path = pathname + search
  const encrypted = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(secret)))
    .setProtectedHeader({
      alg: SEALING_ALG,
      enc: SEALING_ENC,
      typ: CHANNEL_TYP,
      kid: key.kid,
      channel_id: channelId,
      owner_id: ownerId,
      audience: [origin],
    })
    .encrypt(await importJWK(key, SEALING_ALG))
  const hint = path.length >= SHORTEST_HINTED ? path.slice(-4) : ''
  return { encrypted, key_id: key.kid, hint, audience: [origin] }
}

/** Standard Webhooks: 32 random bytes. */
export function newSigningSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return `whsec_${btoa(String.fromCharCode(...bytes))}`
}
