import type { RunningStack } from './story.ts'

export interface Entry {
  user_integration_id: string
  user_id: string
  event_type: 'status_changed' | 'check_failed'
  level: 'debug' | 'info' | 'warn' | 'error'
  message: string
  metadata: Record<string, string | number>
  created_at: string
}

/** The ids of a person's integrations, by name. */
export async function integrationsOf(
  { url, secretKey }: RunningStack,
  userId: string,
): Promise<string[]> {
  const path = `user_integrations?user_id=eq.${userId}&select=id&order=name`
  const answer = await fetch(`${url}/rest/v1/${path}`, { headers: { apikey: secretKey } })
  const rows: { id: string }[] = await answer.json()
  return rows.map(({ id }) => id)
}

/** Entries as functions write them. */
export async function storeEntries(
  { url, secretKey }: RunningStack,
  entries: readonly Entry[],
): Promise<void> {
  const answer = await fetch(`${url}/rest/v1/integration_logs`, {
    method: 'POST',
    headers: { apikey: secretKey, 'content-type': 'application/json', prefer: 'return=minimal' },
    body: JSON.stringify(entries),
  })
  if (!answer.ok) throw new Error(`Entries: ${answer.status} ${await answer.text()}`)
}

/** `count` of them, ten minutes apart; every ninth a failure of a service that its message names. */
export function manyEntries(
  userId: string,
  integrations: readonly string[],
  count: number,
): Entry[] {
  const now = Date.now()
  return Array.from({ length: count }, (_, nth) => {
    const isFailure = nth % 9 === 0
    return {
      user_integration_id: integrations[nth % integrations.length] ?? '',
      user_id: userId,
      event_type: isFailure ? 'check_failed' : 'status_changed',
      level: isFailure ? 'error' : nth % 3 === 0 ? 'debug' : 'info',
      message: isFailure
        ? `Failed at reach: service-${nth}.example.com did not answer within 10 s.`
        : `Connected in ${40 + (nth % 400)} ms, as entry ${nth}.`,
      metadata: isFailure ? { code: 'connect_timeout', stage: 'reach' } : { duration_ms: nth },
      created_at: new Date(now - (nth + 30) * 600_000).toISOString(),
    }
  })
}
