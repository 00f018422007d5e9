import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ChannelTestResult } from '../../supabase/functions/_shared/contract/alerts.ts'
import { isSigned, startMailServer, startReceiver } from '../support/alert-receiver.ts'
import { storeChannel } from '../support/alert-story.ts'
import { query } from '../support/db.ts'
import { closeIncident, openIncident } from '../support/db-alerts.ts'
import { addType } from '../support/db-rows.ts'
import { type Person, signUp } from '../support/person.ts'
import { type PostgresStack, startPostgresStack } from '../support/postgres-stack.ts'

let stack: PostgresStack
let mail: Awaited<ReturnType<typeof startMailServer>>
let typeId: string
let ada: Person
const opened: { close: () => Promise<void> }[] = []

beforeAll(async () => {
  mail = await startMailServer()
  stack = await startPostgresStack({
    SMTP_URL: mail.url,
    SMTP_FROM: 'Patchbay <alerts@example.com>',
    PAGE_URL: 'https://patchbay.test',
  })
  typeId = await addType(stack.db)
  ada = await newPerson()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()))
})
afterAll(async () => {
  await stack?.stop()
  await mail?.close()
})

/** The stack serves no functions at its own address. */
async function newPerson(): Promise<Person> {
  const person = await signUp(stack)
  const call: Person['call'] = (name, init = {}) =>
    fetch(`${stack.functions.target}/functions/v1/${name}`, {
      ...init,
      headers: { authorization: `Bearer ${person.token}`, ...init.headers },
    })
  return { ...person, call }
}
async function receiver(...args: Parameters<typeof startReceiver>) {
  const started = await startReceiver(...args)
  opened.push(started)
  return started
}
const integrationOf = async (person: Person, name = `Acme ${randomUUID()}`) => {
  const config = {
    kind: 'rest',
    api_url: 'https://api.acme.test',
    scopes: [],
    headers: [],
    env: [],
  }
  const { id } = await person.create({
    type_id: typeId,
    name,
    auth_method: 'none',
    config,
  } as never)
  return id
}
const deliver = async () => {
  const response = await stack.functions.schedule('deliver-alerts')
  expect(response.status).toBe(200)
  return await response.json()
}
const deliveries = async (person: Person) => {
  const { data } = await person.db
    .from('alert_deliveries')
    .select('id,channel_id,state,reason,attempts,last_status,last_answer')
    .order('created_at')
    .throwOnError()
  return data
}
const testOf = async (person: Person, channelId: string) =>
  await person.call('deliver-alerts/test', { method: 'POST', body: JSON.stringify({ channelId }) })

describe('who may have alerts sent', () => {
  it.each([
    ['a stranger', () => ({})],
    ['a person', () => ({ authorization: `Bearer ${ada.token}` })],
    [
      'the service',
      () => ({ apikey: stack.secretKey, authorization: `Bearer ${stack.secretKey}` }),
    ],
    [
      'a secret that begins alike',
      () => ({ 'x-schedule-secret': stack.scheduleSecret.slice(0, -1) }),
    ],
  ])('not %s', async (_who, headers: () => Record<string, string>) => {
    const url = `${stack.functions.target}/functions/v1/deliver-alerts`
    expect((await fetch(url, { method: 'POST', headers: headers() })).status).toBe(401)
  })

  it('nobody tests another’s channel, or without a token', async () => {
    const { origin, received } = await receiver()
    const { id } = await storeChannel(ada, 'webhook', origin)
    expect((await testOf(await newPerson(), id)).status).toBe(404)
    const url = `${stack.functions.target}/functions/v1/deliver-alerts/test`
    const init = { method: 'POST', body: JSON.stringify({ channelId: id }) }
    expect((await fetch(url, init)).status).toBe(401)
    expect(received).toEqual([])
  })
})

describe('a person’s alert', () => {
  it('reaches each channel once, signed, and its recovery after it', async () => {
    const grace = await newPerson()
    const { origin, received } = await receiver()
    const { secret } = await storeChannel(grace, 'webhook', `${origin}/hooks/grace`)
    await storeChannel(grace, 'slack', `${origin}/slack/T0/B0/k3y`)
    await query(stack.db, 'update auth.users set email_confirmed_at = now() where id = $1', [
      grace.id,
    ])
    await grace.db
      .from('alert_channels')
      .insert({ kind: 'email', name: 'Mail', events: ['failing'] })
      .throwOnError()
    const incident = await openIncident(stack.db, grace.id, await integrationOf(grace, 'Acme Pay'))
    await closeIncident(stack.db, incident)
    await Promise.all([deliver(), deliver()])
    await deliver()

    const hooks = received.filter(({ path }) => path === '/hooks/grace')
    expect(hooks.map(({ body }) => JSON.parse(body).type)).toEqual([
      'integration.failing',
      'integration.recovered',
    ])
    if (secret.kind !== 'webhook') throw new Error('It is a webhook.')
    for (const each of hooks) expect(await isSigned(each, secret.signing_secret)).toBe(true)
    expect(received.filter(({ path }) => path === '/slack/T0/B0/k3y')).toHaveLength(2)
    expect(mail.mails.filter(({ raw }) => raw.includes('Acme Pay'))).toHaveLength(1)
    expect((await deliveries(grace)).map(({ state }) => state)).toEqual(Array(5).fill('sent'))
  })

  it('that is not taken is tried again with the same id, and what was answered is told', async () => {
    const grace = await newPerson()
    let status = 503
    const { origin, received } = await receiver((response) => response.writeHead(status).end())
    await storeChannel(grace, 'webhook', origin)
    await openIncident(stack.db, grace.id, await integrationOf(grace))
    await deliver()
    expect(await deliveries(grace)).toMatchObject([
      { state: 'waiting', attempts: 1, last_status: 503, last_answer: 'It answered 503.' },
    ])
    status = 204
    await query(
      stack.db,
      `update public.alert_deliveries set next_attempt_at = now() where user_id = $1`,
      [grace.id],
    )
    await deliver()
    expect(await deliveries(grace)).toMatchObject([
      { state: 'sent', attempts: 2, last_status: 204 },
    ])
    expect(received).toHaveLength(2)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('is not kept waiting by another’s receivers, which all hang', async () => {
    const [mallory, grace] = [await newPerson(), await newPerson()]
    const hanging = await receiver(() => {})
    for (let n = 0; n < 8; n++) await storeChannel(mallory, 'webhook', `${hanging.origin}/${n}`)
    for (let n = 0; n < 4; n++) {
      await openIncident(stack.db, mallory.id, await integrationOf(mallory))
    }
    const { origin, received } = await receiver()
    await storeChannel(grace, 'webhook', origin)
    await openIncident(stack.db, grace.id, await integrationOf(grace))
    const delivered = deliver().catch(() => {})
    await expect.poll(() => received.length).toBe(1)
    await hanging.close()
    await query(stack.db, 'delete from public.alert_channels where user_id = $1', [mallory.id])
    await delivered
  }, 60_000)
})

describe('a sealed address', () => {
  const verdict = async (person: Person, id: string) =>
    ChannelTestResult.parse(await (await testOf(person, id)).json())

  it('is called for a test, and its answer told', async () => {
    const grace = await newPerson()
    let status = 200
    const { origin, received } = await receiver((response: ServerResponse) =>
      response.writeHead(status).end('invalid_token hunter2'),
    )
    const { id } = await storeChannel(grace, 'slack', origin)
    expect(await verdict(grace, id)).toEqual({ is_sent: true, answer: 'It answered 200.' })
    status = 403
    expect(await verdict(grace, id)).toEqual({ is_sent: false, answer: 'It answered 403.' })
    expect(received).toHaveLength(2)
  })

  it('serves no other channel, no other person and no other origin', async () => {
    const [grace, mallory] = [await newPerson(), await newPerson()]
    const { origin, received } = await receiver()
    const hers = await storeChannel(grace, 'webhook', `${origin}/hers`)
    const { data: sealed } = await grace.db
      .from('alert_channels')
      .select('encrypted,key_id,hint,audience')
      .eq('id', hers.id)
      .single()
      .throwOnError()
    const second = await storeChannel(grace, 'webhook', `${origin}/second`)
    const his = await storeChannel(mallory, 'webhook', `${origin}/his`)
    await grace.db.from('alert_channels').update(sealed).eq('id', second.id).throwOnError()
    await mallory.db.from('alert_channels').update(sealed).eq('id', his.id).throwOnError()
    await grace.db
      .from('alert_channels')
      .update({ audience: ['https://elsewhere.test'] })
      .eq('id', hers.id)
      .throwOnError()
    for (const [person, { id }] of [
      [grace, second],
      [mallory, his],
      [grace, hers],
    ] as const) {
      const { is_sent, answer } = await verdict(person, id)
      expect(is_sent).toBe(false)
      expect(answer).toContain('cannot be opened')
    }
    expect(received).toEqual([])
  })

  it('stands in no table and no answer, and the signing secret neither', async () => {
    const grace = await newPerson()
    const { origin } = await receiver((response) => response.writeHead(500).end())
    const { id, secret } = await storeChannel(grace, 'webhook', `${origin}/p4th/t0k3n-in-the-path`)
    await openIncident(stack.db, grace.id, await integrationOf(grace))
    await deliver()
    const told = [await (await testOf(grace, id)).text()]
    for (const table of ['alert_channels', 'alert_deliveries', 'alerts', 'integration_logs']) {
      told.push(
        JSON.stringify(
          await query(stack.db, `select * from public.${table} where user_id = $1`, [grace.id]),
        ),
      )
    }
    if (secret.kind !== 'webhook') throw new Error('It is a webhook.')
    for (const text of told) {
      expect(text).not.toContain('t0k3n-in-the-path')
      expect(text).not.toContain(secret.signing_secret.slice(6))
    }
  })

  it('is asked for as often as a person tests, and no more', async () => {
    const grace = await newPerson()
    const { origin } = await receiver()
    const { id } = await storeChannel(grace, 'webhook', origin)
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => (await testOf(grace, id)).status),
    )
    expect(statuses).toContain(429)
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(32)
  })
})
