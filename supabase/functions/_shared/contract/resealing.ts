import * as z from 'zod/mini'
import { CredentialSlot } from './auth.ts'

/**
 * A secret, as a place in the order that a pass goes through them. The address of an alert channel
 * stands as `channel` under the channel's own id.
 */
export const CredentialPlace = z.object({
  user_integration_id: z.uuid(),
  slot: z.union([CredentialSlot, z.literal('channel')]),
})
export type CredentialPlace = z.infer<typeof CredentialPlace>

/**
 * `POST reseal-credentials`, with the project's secret key: the next batch of a pass over what is not
 * sealed for the newest key. `after` is null for the first, and then what the last answer gave as `next`.
 */
export const ResealRequest = z.strictObject({ after: z.nullable(CredentialPlace) })
export type ResealRequest = z.infer<typeof ResealRequest>

const Counts = z.record(z.string(), z.int())

export const ResealedBatch = z.object({
  /** Id of the key that it was sealed anew for. */
  newest: z.string(),
  resealed: z.int(),
  /** What could not be opened; it is left as it is. */
  skipped: z.int(),
  /** Of those, the damaged: how many name each key that the function still has. */
  damaged: Counts,
  /** How many come after this batch. */
  remaining: z.int(),
  /** Null: the pass is over. */
  next: z.nullable(CredentialPlace),
  /** By key that the function has, how many seals name it now. */
  usage: Counts,
  /** For so long, in milliseconds, somebody may still seal with an older key; 0: nobody does. */
  older_keys_needed_ms: z.int().check(z.minimum(0)),
})
export type ResealedBatch = z.infer<typeof ResealedBatch>
