import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startReceiver } from '../support/alert-receiver.ts'
import { storeChannel } from '../support/alert-story.ts'
import { playgroundRows } from '../support/connection-tests.ts'
import { functionsProcess } from '../support/functions-process.ts'
import { type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let ada: Person
let receiver: Awaited<ReturnType<typeof startReceiver>>
/** While it holds them, messages arrive and are not answered. */
let isHolding = true
const held: ServerResponse[] = []

beforeAll(async () => {
  stack = await startStack()
  ada = await signUp(stack)
  receiver = await startReceiver((response) => {
    if (isHolding) held.push(response)
    else response.writeHead(204).end()
  })
})
afterAll(async () => {
  await receiver?.close()
  await stack?.stop()
})

const asService = async (method: 'POST' | 'PATCH', path: string, body: unknown) => {
  const answer = await fetch(`${stack.url}/rest/v1/${path}`, {
    method,
    headers: { apikey: stack.secretKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

it('a message whose sender is killed before it is answered is sent again, with the same id, and counted once', async () => {
  await storeChannel(ada, 'webhook', `${receiver.origin}/hook`)
  const { id } = await ada.create(playgroundRows(stack.playground).mcp('Acme'))
  await asService('POST', 'integration_incidents', {
    user_integration_id: id,
    user_id: ada.id,
    opened_at: new Date().toISOString(),
    code: 'connection_refused',
    message: 'Nothing listens there.',
  })
  await expect.poll(() => receiver.received.length).toBe(1)
  process.kill(functionsProcess(stack), 'SIGKILL')
  isHolding = false

  const state = async () => {
    const { data } = await ada.db.from('alert_deliveries').select('state,attempts').throwOnError()
    return data
  }
  expect(await state()).toEqual([{ state: 'waiting', attempts: 1 }])
  // A minute later: the lease is over, and the schedule has started the functions again by itself.
  await asService('PATCH', `alert_deliveries?user_id=eq.${ada.id}`, {
    next_attempt_at: new Date().toISOString(),
  })
  await expect.poll(state).toEqual([{ state: 'sent', attempts: 2 }])
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
}, 60_000)
