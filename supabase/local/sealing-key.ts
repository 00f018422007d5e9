import { exportJWK, generateKeyPair } from 'jose'
import * as z from 'zod/mini'
import { SEALING_ALG, SealingKey } from '../functions/_shared/contract/sealing.ts'

/** A private P-256 JWK (RFC 7517): one entry of the functions' SEALING_KEYS. */
export const PrivateSealingKey = z.extend(SealingKey, { d: z.string() })
export type PrivateSealingKey = z.infer<typeof PrivateSealingKey>

/** Makes a key at random. Its id tells nothing but the day: 2026-11-23-5f0c6a1e. */
export async function makeSealingKey(): Promise<PrivateSealingKey> {
  const { privateKey } = await generateKeyPair(SEALING_ALG, { crv: 'P-256', extractable: true })
  const kid = `${new Date().toISOString().slice(0, 10)}-${crypto.randomUUID().slice(0, 8)}`
  return PrivateSealingKey.parse({
    ...(await exportJWK(privateKey)),
    kid,
    use: 'enc',
    alg: SEALING_ALG,
  })
}
