import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { isSigned, startMailServer, startReceiver } from '../support/alert-receiver.ts'
import { aDelivery, type SendCall, sendOn } from '../support/alert-runner.ts'
import { RUNTIMES } from '../support/runtimes.ts'

const SECRET = `whsec_${randomBytes(32).toString('base64')}`
const opened: { close: () => Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()))
})
async function receiver(...args: Parameters<typeof startReceiver>) {
  const started = await startReceiver(...args)
  opened.push(started)
  return started
}
async function mailServer(...args: Parameters<typeof startMailServer>) {
  const started = await startMailServer(...args)
  opened.push(started)
  return started
}

describe.each(RUNTIMES)('on $runtime, an alert', ({ npmName }) => {
  const send = (call: Partial<SendCall>) =>
    sendOn(npmName, {
      delivery: aDelivery(),
      pageOrigin: 'https://patchbay.test',
      allowPrivate: true,
      ...call,
    })
  const webhook = (url: string) => ({ kind: 'webhook' as const, url, signing_secret: SECRET })

  it('is signed for a webhook as the spec says, and names what failed', async () => {
    const { origin, received } = await receiver(undefined, 'good')
    const outcome = await send({ secret: webhook(`${origin}/hook?token=t0p`) })
    expect(outcome).toMatchObject({ outcome: 'sent', status: 204 })
    const [one] = received
    if (!one) throw new Error('Nothing arrived.')
    expect(await isSigned(one, SECRET)).toBe(true)
    expect(await isSigned({ ...one, body: `${one.body} ` }, SECRET)).toBe(false)
    expect(await isSigned(one, `whsec_${randomBytes(32).toString('base64')}`)).toBe(false)
    expect(one.path).toBe('/hook?token=t0p')
    expect(one.headers['webhook-id']).toBe(aDelivery().id)
    expect(JSON.parse(one.body)).toMatchObject({
      type: 'integration.failing',
      timestamp: '2026-11-26T09:00:00.123Z',
      data: {
        title: 'GitHub is failing',
        integration: { name: 'GitHub' },
        incident: { code: 'connection_refused', opened_at: '2026-11-26T08:55:00.000Z' },
        link: 'https://patchbay.test/integrations/55555555-5555-4555-8555-555555555555',
      },
    })
  })

  it('goes to Slack with nothing in it that links or mentions', async () => {
    const { origin, received } = await receiver((response) => response.end('ok'))
    const delivery = aDelivery({
      integration: { ...aDelivery().integration, name: '<!channel> & <https://evil.test|here>' },
    })
    await send({ delivery, secret: { kind: 'slack', url: origin } })
    const { text, blocks } = JSON.parse(received[0]?.body ?? '{}')
    expect(text).toContain('&lt;!channel&gt; &amp; &lt;https://evil.test|here&gt; is failing')
    const said = JSON.stringify(blocks)
    expect(said.match(/<[^>]*>/g)).toEqual([
      '<https://patchbay.test/integrations/55555555-5555-4555-8555-555555555555|Open in Patchbay>',
    ])
    expect(received[0]?.headers).not.toHaveProperty('webhook-signature')
  })

  it('goes by mail, to one address, with no header of a name’s making', async () => {
    const { url, mails } = await mailServer()
    const name = 'Git\r\nBcc: victim@example.com\r\n\r\nHello <b>'
    const outcome = await send({
      delivery: aDelivery({ integration: { ...aDelivery().integration, name } }),
      mail: {
        to: 'ada@example.com',
        settings: { url, from: 'Patchbay <alerts@example.com>' },
      },
    })
    expect(outcome).toMatchObject({ outcome: 'sent' })
    const [mail] = mails
    expect(mail).toMatchObject({ from: 'alerts@example.com', to: ['ada@example.com'] })
    const [head = '', ...body] = (mail?.raw ?? '').split('\r\n\r\n')
    expect(head).not.toMatch(/^Bcc:/im)
    expect(head).toContain('Auto-Submitted: auto-generated')
    expect(head).toContain(`Message-ID: <${aDelivery().id}@patchbay>`)
    expect(head.replace(/\r\n /g, ' ')).toContain(
      'Subject: Git Bcc: victim@example.com Hello <b> is failing',
    )
    expect(body.join('')).toContain('Nothing listens there.')
  })

  it.each([
    [450, 'retry', 'The mail server answered 450.'],
    [550, 'failed', 'The mail server answered 550: it does not take this mail.'],
  ])('that the mail server answers with %i is to %s', async (refuse, outcome, answer) => {
    const { url } = await mailServer({ refuse })
    const mail = { to: 'ada@example.com', settings: { url, from: 'a@example.com' } }
    expect(await send({ mail })).toMatchObject({ outcome, status: refuse, answer })
  })

  it.each(['starttls', 'tls'] as const)('goes by mail, encrypted by %s', async (encryption) => {
    const { url, mails, logins } = await mailServer({ encryption })
    const settings = { url: url.replace('://', '://ada:pa55@'), from: 'a@example.com' }
    const outcome = await send({ mail: { to: 'ada@example.com', settings } })
    expect(outcome).toMatchObject({ outcome: 'sent' })
    expect(mails).toHaveLength(1)
    expect(logins).toEqual([{ username: 'ada', password: 'pa55' }])
  })

  it('shows no mail server a password that does not encrypt', async () => {
    const { url, mails, logins } = await mailServer()
    const settings = { url: url.replace('://', '://ada:pa55@'), from: 'a@example.com' }
    const outcome = await send({ mail: { to: 'ada@example.com', settings } })
    expect(outcome).toMatchObject({ outcome: 'retry' })
    expect(JSON.stringify(outcome)).not.toContain('pa55')
    expect({ mails, logins }).toEqual({ mails: [], logins: [] })
  })

  it('waits for a mail server that is not there', async () => {
    const mail = { to: 'a@example.com', settings: { url: 'smtp://127.0.0.1:9', from: 'a@b.test' } }
    expect(await send({ mail })).toMatchObject({ outcome: 'retry', status: null })
  })
})

describe('what a receiver answers', () => {
  const post = (url: string, allowPrivate = true) =>
    sendOn('deno', {
      delivery: aDelivery(),
      pageOrigin: null,
      allowPrivate,
      secret: { kind: 'webhook', url, signing_secret: SECRET },
    })

  it.each([
    [500, {}, 'retry', null],
    [404, {}, 'retry', null],
    [429, { 'retry-after': '120' }, 'retry', 120_000],
    [503, { 'retry-after': '99999999' }, 'retry', 86_400_000],
    [503, { 'retry-after': 'soon' }, 'retry', null],
    [410, {}, 'gone', null],
  ])('%i %o: %s', async (status, headers, outcome, retry_after_ms) => {
    const { origin } = await receiver((response) => response.writeHead(status, headers).end('no'))
    expect(await post(origin)).toMatchObject({ outcome, status, retry_after_ms })
  })

  it('a redirect takes the message nowhere', async () => {
    const elsewhere = await receiver()
    const { origin } = await receiver((response) =>
      response.writeHead(307, { location: elsewhere.origin }).end(),
    )
    const outcome = await post(origin)
    expect(outcome).toMatchObject({ outcome: 'retry', status: 307 })
    expect(elsewhere.received).toEqual([])
  })

  it('an endless answer, or a secret in it, is not read into what is told', async () => {
    const { origin } = await receiver((response) => {
      response.writeHead(500)
      response.write(`token=hunter2 ${'x'.repeat(100_000)}`)
    })
    const outcome = await post(`${origin}/services/T000/B000/s3cret-path`)
    expect(outcome).toMatchObject({ outcome: 'retry', status: 500 })
    expect(JSON.stringify(outcome)).not.toMatch(/hunter2|s3cret-path/)
  })

  it.each([
    'https://127.0.0.1/hook',
    'https://169.254.169.254/latest',
    'https://[::1]/hook',
    'https://localhost/hook',
    'https://10.0.0.1/hook',
    'https://hooks.example.com:25/hook',
    'http://hooks.example.com/hook',
  ])('%s is not called where people’s networks are out of reach', async (url) => {
    expect(await post(url, false)).toMatchObject({ outcome: 'failed', status: null })
  })

  it('nobody there: it is tried again', async () => {
    const outcome = await post('http://127.0.0.1:9')
    expect(outcome).toMatchObject({ outcome: 'retry', status: null })
    expect(outcome.answer).toMatch(/^It could not be reached: /)
  })
})
