import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ChannelSecret } from '../../supabase/functions/_shared/contract/alerts.ts'
import type { Delivery, Outcome } from '../../supabase/functions/_shared/contract/deliveries.ts'
import type { MailSettings } from '../../supabase/functions/deliver-alerts/send-mail.ts'
import { denoBinary, type RuntimeName } from './runtimes.ts'

export interface SendCall {
  delivery: Delivery
  pageOrigin: string | null
  allowPrivate: boolean
  secret?: ChannelSecret
  mail?: { to: string; settings: MailSettings }
}

const HERE = import.meta.dirname

/** Sends in a Deno process of its own, with no more rights than the embedded stack's functions have. */
export async function sendOn(npmName: RuntimeName, call: SendCall): Promise<Outcome> {
  const flags = ['run', '--no-check', '--no-prompt', '--no-remote', '--node-modules-dir=manual']
  const rights = ['--allow-net', '--allow-env', '--allow-read']
  const authority = `--cert=${join(HERE, 'upstream-certificates/authority.crt')}`
  const child = spawn(
    denoBinary(npmName),
    [...flags, ...rights, authority, join(HERE, 'alert-harness.ts')],
    { cwd: join(HERE, '../..'), stdio: ['pipe', 'pipe', 'pipe'] },
  )
  child.stdin.end(JSON.stringify(call))
  const [answer, problems] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (answer === '') throw new Error(`Nothing was sent: ${problems}`)
  return JSON.parse(answer)
}

/** That an integration fails, as the database tells it. */
export function aDelivery(over: Partial<Delivery> = {}): Delivery {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    attempt: 1,
    is_last_for_now: false,
    channel: {
      id: '22222222-2222-4222-8222-222222222222',
      user_id: '33333333-3333-4333-8333-333333333333',
      kind: 'webhook',
      encrypted: null,
      audience: null,
      mail_to: null,
    },
    alert: {
      id: '44444444-4444-4444-8444-444444444444',
      kind: 'failing',
      created_at: '2026-11-26T09:00:00.123+00:00',
      slot: null,
      expires_at: null,
      threshold_days: null,
    },
    integration: { id: '55555555-5555-4555-8555-555555555555', name: 'GitHub', type_id: 'github' },
    incident: {
      id: '66666666-6666-4666-8666-666666666666',
      opened_at: '2026-11-26T08:55:00+00:00',
      closed_at: null,
      stage: 'reach',
      code: 'connection_refused',
      message: 'Nothing listens there.',
    },
    ...over,
  }
}
