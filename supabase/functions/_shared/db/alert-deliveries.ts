import * as z from 'zod/mini'
import { Delivery, SealedChannel } from '../contract/alerts.ts'
import { serviceClient } from './client.ts'

const Claimed = z.object({ lease: z.uuid(), deliveries: z.array(Delivery) })

export interface ClaimLimits {
  limit: number
  /** Of one person. */
  perUser: number
  /** From then on another may send it. */
  leaseMs: number
}

/** Takes the lease of what is due. */
export async function claimDeliveries(limits: ClaimLimits): Promise<z.infer<typeof Claimed>> {
  const { data } = await serviceClient()
    .rpc('claim_deliveries', {
      p_limit: limits.limit,
      p_per_user: limits.perUser,
      p_lease_ms: limits.leaseMs,
    })
    .throwOnError()
  return Claimed.parse(data)
}

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

/** False: the lease was lost, somebody else sends it or it is settled. */
export async function settleDelivery(
  lease: string,
  id: string,
  outcome: Outcome,
): Promise<boolean> {
  const { data } = await serviceClient()
    .rpc('settle_deliveries', { p_lease: lease, p_outcomes: [{ id, ...outcome }] })
    .throwOnError()
  return z.int().parse(data) === 1
}

const ChannelTest = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('started'), channel: SealedChannel }),
  z.object({ outcome: z.literal('rate_limited'), retry_after_ms: z.int() }),
  z.object({ outcome: z.literal('not_found') }),
])

/** Counts a test message of that person's channel. */
export async function beginChannelTest(
  userId: string,
  channelId: string,
): Promise<z.infer<typeof ChannelTest>> {
  const { data } = await serviceClient()
    .rpc('begin_channel_test', { p_user_id: userId, p_channel_id: channelId })
    .throwOnError()
  return ChannelTest.parse(data)
}
