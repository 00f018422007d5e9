import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { type Certificate, startUpstream } from './upstream-server.ts'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A webhook's receiver: keeps what arrives and answers as the story has it, 204 unless told. */
export async function startReceiver(
  answer: (response: ServerResponse, received: Received) => void = (response) =>
    response.writeHead(204).end(),
  certificate?: Certificate,
) {
  const received: Received[] = []
  const upstream = await startUpstream(async (request, response) => {
    const one = { path: request.url ?? '', headers: request.headers, body: await text(request) }
    received.push(one)
    answer(response, one)
  }, certificate)
  return { origin: upstream.origin, received, close: upstream.close }
}

/** Standard Webhooks, "Verifying webhook authenticity", by the spec and with nothing of the sender's. */
export async function isSigned({ headers, body }: Received, secret: string): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    'raw',
    Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const signatures = String(headers['webhook-signature']).split(' ')
  const verdicts = signatures
    .filter((each) => each.startsWith('v1,'))
    .map((each) =>
      crypto.subtle.verify('HMAC', key, Buffer.from(each.slice(3), 'base64'), Buffer.from(content)),
    )
  const isFresh = Math.abs(Date.now() / 1_000 - Number(headers['webhook-timestamp'])) < 300
  return isFresh && (await Promise.all(verdicts)).includes(true)
}

export interface Mail {
  from: string
  to: string[]
  raw: string
}

type Encryption = 'none' | 'starttls' | 'tls'
const CERTIFICATES = join(import.meta.dirname, 'upstream-certificates')

/** A real SMTP server on a free port. `refuse`: the reply to RCPT TO. It takes any password. */
export async function startMailServer({
  refuse = null as number | null,
  encryption = 'none' as Encryption,
} = {}) {
  const mails: Mail[] = []
  const logins: { username: string | undefined; password: unknown }[] = []
  const server = new SMTPServer({
    authOptional: true,
    secure: encryption === 'tls',
    disabledCommands: encryption === 'none' ? ['STARTTLS'] : [],
    allowInsecureAuth: true,
    key: readFileSync(join(CERTIFICATES, 'good.key')),
    cert: readFileSync(join(CERTIFICATES, 'good.crt')),
    logger: false,
    onAuth({ username, password }, _session, callback) {
      logins.push({ username, password })
      callback(null, { user: username ?? '' })
    },
    onRcptTo(_address, _session, callback) {
      callback(
        refuse === null ? null : Object.assign(new Error('go away'), { responseCode: refuse }),
      )
    },
    onData(stream, { envelope }, callback) {
      text(stream).then((raw) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw })
        callback()
      }, callback)
    },
  })
  // A client that hangs up in the middle of a handshake is part of some stories.
  server.on('error', () => {})
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `${encryption === 'tls' ? 'smtps' : 'smtp'}://localhost:${port}`,
    mails,
    logins,
    close: () => new Promise<void>((closed) => server.close(closed)),
  }
}
