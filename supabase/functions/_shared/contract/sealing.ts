import * as z from 'zod/mini'
import { CredentialSlot } from './auth.ts'
import { Timestamp } from './timestamp.ts'

/** JWA (RFC 7518 §4.6, §5.3). Nothing else is made, and nothing else is opened. */
export const SEALING_ALG = 'ECDH-ES'
export const SEALING_ENC = 'A256GCM'
export const SEALING_TYP = 'patchbay-credential+jwe'

/**
 * The protected header of a credential's JWE (RFC 7516): authenticated, and readable without the
 * key. It ties the ciphertext to one integration, owner and slot, and to the origins that may see it.
 */
export const SealedHeader = z.object({
  alg: z.literal(SEALING_ALG),
  enc: z.literal(SEALING_ENC),
  typ: z.literal(SEALING_TYP),
  kid: z.string(),
  integration_id: z.uuid(),
  owner_id: z.uuid(),
  slot: CredentialSlot,
  audience: z.array(z.url()).check(z.minLength(1), z.maxLength(10)),
})
export type SealedHeader = z.infer<typeof SealedHeader>

export const CHANNEL_TYP = 'patchbay-channel+jwe'

/** The same of an alert channel's address: tied to the channel, its owner and the origin it leads to. */
export const ChannelHeader = z.object({
  alg: z.literal(SEALING_ALG),
  enc: z.literal(SEALING_ENC),
  typ: z.literal(CHANNEL_TYP),
  kid: z.string(),
  channel_id: z.uuid(),
  owner_id: z.uuid(),
  audience: z.array(z.url()).check(z.length(1)),
})
export type ChannelHeader = z.infer<typeof ChannelHeader>

/** A public P-256 key (RFC 7517), as `sealing-keys` publishes it. The first is for new seals. */
export const SealingKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  use: z.literal('enc'),
  alg: z.literal(SEALING_ALG),
})
export type SealingKey = z.infer<typeof SealingKey>
export const SealingKeySet = z.object({ keys: z.array(SealingKey).check(z.minLength(1)) })
export type SealingKeySet = z.infer<typeof SealingKeySet>

/** Five base64url parts with an empty second: compact JWE with direct key agreement (RFC 7516 §7.1). */
export const CompactJwe = z
  .string()
  .check(
    z.maxLength(65_536),
    z.regex(/^[\w-]+\.\.[\w-]+\.[\w-]*\.[\w-]+$/, 'Not a sealed credential'),
  )

/** A credential as the browser stores it or sends it with a draft: ciphertext and what may be shown. */
export const SealedCredential = z.object({
  slot: CredentialSlot,
  encrypted: CompactJwe,
  key_id: z.string(),
  /** The last four characters, or empty for a secret too short to show any of. */
  hint: z.string().check(z.maxLength(4)),
  audience: z.array(z.url()).check(z.minLength(1), z.maxLength(10)),
  expires_at: z.nullable(Timestamp),
})
export type SealedCredential = z.infer<typeof SealedCredential>

/** How long a browser may keep the answer of `sealing-keys`, in seconds (RFC 9111 §5.2.2.1, RFC 5861 §3). */
export const SEALING_KEYS_MAX_AGE_S = 300
export const SEALING_KEYS_STALE_S = 300

/**
 * How long after a key became the newest others are still sealed with: by browsers that keep the
 * answer, and by functions that began before it and answer to the end of theirs.
 */
export const OLDER_KEYS_NEEDED_MS =
  (SEALING_KEYS_MAX_AGE_S + SEALING_KEYS_STALE_S) * 1_000 + 600_000
