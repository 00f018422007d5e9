import * as z from 'zod/mini'
import { AlertIncident, AlertKind, ChannelKind } from './alerts.ts'
import { Timestamp } from './timestamp.ts'

/** As the function that sends gets it: `claim_deliveries()`, `begin_channel_test()`. */
export const SealedChannel = z.object({
  id: z.uuid(),
  user_id: z.uuid(),
  kind: ChannelKind,
  encrypted: z.nullable(z.string()),
  audience: z.nullable(z.array(z.string())),
  /** Of mail: the owner's own address; null until they have shown that it is theirs. */
  mail_to: z.nullable(z.string()),
})
export type SealedChannel = z.infer<typeof SealedChannel>

export const Delivery = z.object({
  id: z.uuid(),
  attempt: z.int(),
  /** It is to say that for the next hour there is more in the page. */
  is_last_for_now: z.boolean(),
  channel: SealedChannel,
  alert: z.object({
    id: z.uuid(),
    kind: AlertKind,
    created_at: Timestamp,
    slot: z.nullable(z.string()),
    expires_at: z.nullable(Timestamp),
    threshold_days: z.nullable(z.int()),
  }),
  integration: z.object({ id: z.uuid(), name: z.string(), type_id: z.string() }),
  incident: z.nullable(AlertIncident),
})
export type Delivery = z.infer<typeof Delivery>

/**
 * What became of an attempt. `retry`: it may go well later. `failed`: never. `gone`: the receiver wants
 * nothing any more, so that its channel is switched off.
 */
export interface Outcome {
  outcome: 'sent' | 'retry' | 'failed' | 'gone'
  /** HTTP status or SMTP reply code; null where there was no answer. */
  status: number | null
  /** For the person, in a sentence. Nothing secret, and nothing that the other side wrote. */
  answer: string
  /** How long the receiver asks to be left alone. */
  retry_after_ms: number | null
}
