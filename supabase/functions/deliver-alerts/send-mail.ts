// Mail, by the SMTP server of SMTP_URL. Guarantees that a message goes to one address, and that nothing
// in it makes a header of its own. Assumes that whoever runs the functions chose the server: it is not
// judged as what people enter is.
import { createTransport } from 'nodemailer'
import type { Outcome } from '../_shared/contract/deliveries.ts'
import type { Message } from './message.ts'

const TIMEOUT_MS = 10_000

export interface MailSettings {
  /** smtp://user:password@host:587, smtps://host:465 */
  url: string
  /** Patchbay <alerts@example.com> */
  from: string
}

/** Never rejects: what goes wrong is an outcome. */
export async function sendMail(
  to: string,
  message: Message,
  { url, from }: MailSettings,
): Promise<Outcome> {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      from,
      to: { name: '', address: to },
      subject: message.title,
      text: [...message.lines, '', ...(message.link ? [message.link] : [])].join('\n'),
      messageId: `<${message.id}@patchbay>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return {
      outcome: 'sent',
      status: 250,
      answer: 'The mail server took it.',
      retry_after_ms: null,
    }
  } catch (error) {
    return refused(error)
  } finally {
    transport.close()
  }
}

/** RFC 5321 §4.2.1: 4yz may go well later, 5yz does not. What the server wrote is not repeated. */
function refused(error: unknown): Outcome {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'responseCode') : undefined
  const status = typeof code === 'number' ? code : null
  const isFinal = status !== null && status >= 500 && status !== 535
  const answer =
    status === null
      ? 'The mail server could not be reached.'
      : `The mail server answered ${status}${isFinal ? ': it does not take this mail' : ''}.`
  return { outcome: isFinal ? 'failed' : 'retry', status, answer, retry_after_ms: null }
}
