import type { Delivery } from '../_shared/contract/deliveries.ts'
import { claimDeliveries, settleDelivery } from '../_shared/db/alert-deliveries.ts'
import { logError } from '../_shared/http/api-error.ts'
import { messageOf } from './message.ts'
import { send } from './send.ts'

/** Sent side by side by one worker. */
const AT_ONCE = 10
/** A claim: two rounds of what may each take 15 s. */
const CLAIM = 20
/** Of one person in one claim: whoever's receivers hang delays nobody for long. */
const PER_USER = 5
/** Two rounds, and until the outcome is written though the database restarts meanwhile. */
const LEASE_MS = 60_000
/** Then a worker takes no more: with a claim's rounds that is well within the runtime's 150 s. */
const CLAIM_FOR_MS = 30_000

/** What a worker did: counts of deliveries. */
export interface Delivered {
  sent: number
  /** To be tried again, or given up. */
  unsent: number
  /** No outcome: a fault of ours, which the log tells. They are due again when the lease ends. */
  broken: number
}

/** Sends what is due until nothing is, or its time is over. For one request. */
export async function deliver(requestId: string, pageOrigin: string | null): Promise<Delivered> {
  const done: Delivered = { sent: 0, unsent: 0, broken: 0 }
  const claimUntil = performance.now() + CLAIM_FOR_MS
  while (performance.now() < claimUntil) {
    const claimed = await claimDeliveries({ limit: CLAIM, perUser: PER_USER, leaseMs: LEASE_MS })
    if (claimed.deliveries.length === 0) break
    const queue = [...claimed.deliveries]
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await one(claimed.lease, next)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }
  return done

  async function one(lease: string, delivery: Delivery): Promise<void> {
    try {
      const outcome = await send(delivery.channel, messageOf(delivery, pageOrigin))
      await settleDelivery(lease, delivery.id, outcome)
      if (outcome.outcome === 'sent') done.sent++
      else done.unsent++
    } catch (thrown) {
      logError(requestId, thrown, { delivery_id: delivery.id })
      done.broken++
    }
  }
}
