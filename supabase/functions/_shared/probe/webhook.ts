import type { Evidence } from '../contract/report.ts'
import { EgressError } from '../egress/egress-error.ts'
import { type Run, Stop } from './run.ts'

/**
 * A webhook address is where others call in: any HTTP answer shows that it is there, also 405 to
 * our HEAD. No credential goes along, and neither does a key in its query become visible.
 * Throws Stop webhook_unreachable.
 */
export async function checkWebhook(run: Run, address: string): Promise<Evidence[]> {
  try {
    const response = await run.egress.fetchOpenly(address, { method: 'HEAD' })
    await response.body?.cancel()
    return [{ label: 'Webhook', value: `HTTP ${response.status}` }]
  } catch (error) {
    if (!(error instanceof EgressError)) throw error
    throw new Stop('webhook_unreachable', { detail: error.detail })
  }
}
