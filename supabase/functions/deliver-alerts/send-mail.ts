// Mail, by the SMTP server of SMTP_URL. Guarantees that a message goes to one address, and that nothing
// in it makes a header of its own. Assumes that whoever runs the functions chose the server: it is not
// judged as what people enter is.
import { createTransport } from 'nodemailer'
import type { Outcome } from '../_shared/contract/deliveries.ts'
import { securedMailSocket } from '../_shared/egress/mail-socket.ts'
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
    // Who answers in a mail server's place could say that it does not encrypt.
    requireTLS: new URL(url).username !== '',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    // On Deno 2.1.4 nodemailer's own TLS to a named host never ends its handshake. STARTTLS does.
    getSocket({ host = 'localhost', port, secure }, callback) {
      if (!secure) callback(null, false)
      else {
        securedMailSocket(host, Number(port ?? 465), TIMEOUT_MS).then(
          (connection) => callback(null, { connection, secured: true }),
          callback,
        )
      }
    },
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

/**
 * RFC 5321 §4.2.1: 4yz may go well later, 5yz of the mail itself does not. What the server says of its
 * encryption or of the password is for whoever set it up to mend. What it wrote is not repeated.
 */
function refused(error: unknown): Outcome {
  const told = error instanceof Error ? error : {}
  const code: unknown = Reflect.get(told, 'responseCode')
  const status = typeof code === 'number' ? code : null
  const isOfMail = ['EENVELOPE', 'EMESSAGE'].includes(String(Reflect.get(told, 'code')))
  const isFinal = isOfMail && status !== null && status >= 500
  const answer =
    status === null
      ? 'The mail server could not be reached.'
      : `The mail server answered ${status}${isFinal ? ': it does not take this mail' : ''}.`
  return { outcome: isFinal ? 'failed' : 'retry', status, answer, retry_after_ms: null }
}
