import * as z from 'zod/mini'
import type { CredentialPlace } from '../contract/resealing.ts'
import { Timestamp } from '../contract/timestamp.ts'
import { serviceClient } from './client.ts'

const AgedCredential = z.object({
  user_integration_id: z.uuid(),
  slot: z.string(),
  key_id: z.string(),
  encrypted: z.string(),
})
export type AgedCredential = z.infer<typeof AgedCredential>
const Found = z.object({ credentials: z.array(AgedCredential), beyond: z.int() })

/** Up to `limit` credentials after that place that are sealed for another key, and how many follow them. */
export async function findCredentialsToReseal(
  keyId: string,
  after: CredentialPlace | null,
  limit: number,
): Promise<z.infer<typeof Found>> {
  const { data } = await serviceClient()
    .rpc('find_credentials_to_reseal', {
      p_key_id: keyId,
      p_after_integration_id: after?.user_integration_id ?? null,
      p_after_slot: after?.slot ?? null,
      p_limit: limit,
    })
    .throwOnError()
  return Found.parse(data)
}

/** `opened` is the ciphertext that was read, `encrypted` the one to take its place. */
export interface ResealedCredential extends Pick<AgedCredential, 'user_integration_id' | 'slot'> {
  opened: string
  encrypted: string
}

/** Answers how many were written: what has changed since it was read is left as it is. */
export async function resealCredentials(seals: readonly ResealedCredential[]): Promise<number> {
  const { data } = await serviceClient()
    .rpc('reseal_credentials', { p_seals: seals })
    .throwOnError()
  return z.int().parse(data)
}

/** Since when that key is the newest, by the database's clock. */
export async function noteNewestSealingKey(keyId: string): Promise<Date> {
  const { data } = await serviceClient()
    .rpc('note_newest_sealing_key', { p_key_id: keyId })
    .throwOnError()
  return new Date(Timestamp.parse(data))
}

/** How many seals name each of those keys. */
export async function sealingKeyUsage(keyIds: readonly string[]): Promise<Record<string, number>> {
  const { data } = await serviceClient()
    .rpc('sealing_key_usage', { p_key_ids: keyIds })
    .throwOnError()
  return z.record(z.string(), z.int()).parse(data)
}
