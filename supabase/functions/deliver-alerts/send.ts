import type { Outcome, SealedChannel } from '../_shared/contract/deliveries.ts'
import { readEnvironment } from '../_shared/db/environment.ts'
import { openChannel } from '../_shared/sealing/open-channel.ts'
import { projectKeyring } from '../_shared/sealing/project-keyring.ts'
import { readMailSettings } from './mail-settings.ts'
import type { Message } from './message.ts'
import { sendHttp } from './send-http.ts'
import { sendMail } from './send-mail.ts'

/** Sends a message on a channel. What goes wrong there is an outcome; it rejects for faults of ours. */
export async function send(channel: SealedChannel, message: Message): Promise<Outcome> {
  if (channel.kind === 'email') return mail(channel, message)
  const secret = await openChannel(channel, projectKeyring())
  if (secret === null) return never('Its address cannot be opened any more: enter it again.')
  return sendHttp(secret, message, { allowPrivate: readEnvironment().allowPrivate })
}

async function mail({ mail_to }: SealedChannel, message: Message): Promise<Outcome> {
  const settings = readMailSettings()
  if (settings === null)
    return never('This Patchbay sends no mail: SMTP_URL and SMTP_FROM are not set.')
  if (mail_to === null) return never('Your e-mail address is not confirmed yet.')
  return sendMail(mail_to, message, settings)
}

function never(answer: string): Outcome {
  return { outcome: 'failed', status: null, answer, retry_after_ms: null }
}
