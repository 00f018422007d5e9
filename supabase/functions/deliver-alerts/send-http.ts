// Posts a message to a webhook. Guarantees that it goes to the address that was opened and nowhere
// else: no redirect is followed, and nothing that is answered is told but its status.
import { Webhook } from 'standardwebhooks'
import type { ChannelSecret } from '../_shared/contract/alerts.ts'
import type { Outcome } from '../_shared/contract/deliveries.ts'
import { createEgress } from '../_shared/egress/egress.ts'
import { EgressError } from '../_shared/egress/egress-error.ts'
import type { Message } from './message.ts'

/** Standard Webhooks, "Request timeouts": 15 to 30 s. */
const TIMEOUT_MS = 15_000
const DAY_MS = 86_400_000

/** Never rejects: what goes wrong is an outcome. */
export async function sendHttp(
  secret: ChannelSecret,
  message: Message,
  { allowPrivate, now = new Date() }: { allowPrivate: boolean; now?: Date },
): Promise<Outcome> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const egress = createEgress({ allowPrivate, signal, isConfidential: true })
  const { body, headers } =
    secret.kind === 'webhook' ? signed(secret.signing_secret, message, now) : slack(message)
  try {
    const response = await egress.fetchOnce(secret.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: '*/*', ...headers },
      body,
    })
    await response.body?.cancel()
    return judge(response, now)
  } catch (error) {
    if (error instanceof EgressError) return unreached(error)
    throw error
  } finally {
    egress.close()
  }
}

function signed(secret: string, message: Message, now: Date) {
  const { id, type, at: timestamp, title, lines, link, data } = message
  const body = JSON.stringify({
    type,
    timestamp,
    data: { ...data, title, text: lines.join('\n'), link },
  })
  return {
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
  }
}

/** Slack's incoming webhooks, which others understand too: `text` is for those that know no blocks. */
function slack({ title, lines, link }: Message) {
  const text = escaped([title, ...lines].join('\n'))
  const blocks = [
    { type: 'header', text: plain(title, 150) },
    { type: 'section', text: plain(lines.join('\n'), 3_000) },
    ...(link
      ? [{ type: 'section', text: { type: 'mrkdwn', text: `<${link}|Open in Patchbay>` } }]
      : []),
  ]
  return { body: JSON.stringify({ text, blocks }), headers: {} }
}

/** Text that nothing in it formats, cut before it is escaped: half an escape would be refused. */
function plain(text: string, most: number) {
  const room = most - (escaped(text).length - text.length)
  return { type: 'plain_text', text: escaped(text.slice(0, Math.max(1, room))), emoji: false }
}

/** The three characters that make links and mentions: docs.slack.dev, "Formatting message text". */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function judge({ status, headers }: Response, now: Date): Outcome {
  const retry_after_ms = retryAfter(headers.get('retry-after'), now)
  if (status >= 200 && status < 300) {
    return { outcome: 'sent', status, answer: `It answered ${status}.`, retry_after_ms: null }
  }
  if (status === 410) {
    const answer = 'It answered 410: it wants no more messages, so the channel was switched off.'
    return { outcome: 'gone', status, answer, retry_after_ms: null }
  }
  const answer =
    status >= 300 && status < 400
      ? `It answered ${status}: it has moved. Messages are not sent on; enter the new address.`
      : `It answered ${status}.`
  return { outcome: 'retry', status, answer, retry_after_ms }
}

/** RFC 9110 §10.2.3: seconds, or a date; at most a day. */
function retryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now.getTime()
  return Number.isFinite(ms) && ms > 0 ? Math.min(Math.round(ms), DAY_MS) : null
}

function unreached({ code, detail }: EgressError): Outcome {
  return {
    outcome: code === 'address_forbidden' ? 'failed' : 'retry',
    status: null,
    answer: `It could not be reached: ${detail}.`,
    retry_after_ms: null,
  }
}
