import { afterAll, beforeAll, expect, it } from 'vitest'
import { playgroundRows, post, recorded, startSlowApi } from '../support/connection-tests.ts'
import { functionsProcess } from '../support/functions-process.ts'
import { asService } from '../support/furnish.ts'
import { type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let ada: Person
let hanging: Awaited<ReturnType<typeof startSlowApi>>

beforeAll(async () => {
  stack = await startStack()
  ada = await signUp(stack)
  hanging = await startSlowApi(60_000)
})
afterAll(async () => {
  hanging?.stop()
  await stack?.stop()
})

it('a test whose function is killed in the middle ends by itself, as if it had not been', async () => {
  const integration = playgroundRows(stack.playground).openAt(hanging.url, 'Cut short')
  const { id } = await ada.create(integration)
  const answer = post(ada, { integrationId: id }).then(({ status }) => status)
  const status = async () => (await recorded(ada, id)).row.status
  await expect.poll(hanging.hits).toBe(1)
  expect(await status()).toBe('testing')

  process.kill(functionsProcess(stack), 'SIGKILL')
  expect(await answer).toBe(503)
  // As if the lease of the one that died had run out.
  const past = { test_expires_at: new Date().toISOString() }
  await asService(stack).from('user_integrations').update(past).eq('id', id).throwOnError()
  await expect.poll(status).toBe('configuring')
  const { changes, metrics } = await recorded(ada, id)
  expect(changes).toEqual(['configuring→testing', 'testing→configuring'])
  expect(metrics).toEqual([])
}, 90_000)
