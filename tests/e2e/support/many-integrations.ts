import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { asService, checkTomorrow } from '../../support/furnish.ts'
import type { RunningStack } from './story.ts'

const ROWS_A_REQUEST = 2_000

/** Gives a person connected integrations, each with its last checks, as tests would have left them. */
export async function storeIntegrations(
  stack: RunningStack,
  userId: string,
  { count, checksEach, apartMs = 60_000 }: { count: number; checksEach: number; apartMs?: number },
): Promise<void> {
  const integrations = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    user_id: userId,
    type_id: 'any-http-api',
    name: `Service ${String(index + 1).padStart(4, '0')}`,
    auth_method: 'none',
    config: { kind: 'rest', api_url: `https://service-${index + 1}.example.com`, scopes: [] },
  }))
  await insert(stack, 'user_integrations', integrations)

  const now = Date.now()
  const checks = integrations.flatMap(({ id }, index) =>
    Array.from({ length: checksEach }, (_, nth) => {
      const success = (index + nth) % 29 !== 0
      return {
        user_integration_id: id,
        user_id: userId,
        success,
        response_time_ms: 40 + ((index * 7 + nth * 13) % 200),
        stage: success ? null : 'reach',
        error_code: success ? null : 'unreachable',
        source: 'background',
        checked_at: new Date(now - (nth + 1) * apartMs).toISOString(),
      }
    }),
  )
  await insert(stack, 'integration_health_metrics', checks)

  // The state machine: configuring → testing → connected.
  const mine = `user_integrations?user_id=eq.${userId}`
  await send(stack, 'PATCH', mine, {
    status: 'testing',
    test_run_id: randomUUID(),
    test_expires_at: new Date(now + 60_000).toISOString(),
  })
  await send(stack, 'PATCH', mine, {
    status: 'connected',
    last_checked_at: new Date(now - 60_000).toISOString(),
  })
  await checkTomorrow(asService(stack), userId)
  // As the chores would have done hour by hour, and must not begin to do while one looks.
  for (let counted = true; counted; ) {
    const { data } = await asService(stack).rpc('keep_history').throwOnError()
    counted = CountedHours.safeParse(data).success
  }
}

const CountedHours = z.object({ counted: z.int() })

async function insert(stack: RunningStack, table: string, rows: unknown[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_REQUEST) {
    await send(stack, 'POST', table, rows.slice(from, from + ROWS_A_REQUEST))
  }
}

async function send(
  { url, secretKey }: RunningStack,
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
): Promise<void> {
  const answer = await fetch(`${url}/rest/v1/${path}`, {
    method,
    headers: { apikey: secretKey, 'content-type': 'application/json', prefer: 'return=minimal' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
}
