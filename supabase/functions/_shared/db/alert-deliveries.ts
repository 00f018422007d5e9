import * as z from 'zod/mini'
import { Delivery, type Outcome, SealedChannel } from '../contract/deliveries.ts'
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
