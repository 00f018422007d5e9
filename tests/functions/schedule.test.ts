import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HealthOverview } from '../../supabase/functions/_shared/contract/health.ts'
import { playgroundRows, test } from '../support/connection-tests.ts'
import { functionsProcess } from '../support/functions-process.ts'
import { asService } from '../support/furnish.ts'
import { type Person, signUp } from '../support/person.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

const INTERVAL_S = 60
/** For a machine that has much else to do. */
const PATIENTLY = { timeout: 30_000, interval: 250 }

let stack: Stack
let ada: Person
let server: Upstream
let id: string
let isHolding = false
const held: ServerResponse[] = []

beforeAll(async () => {
  stack = await startStack()
  ada = await signUp(stack)
  server = await startUpstream((_, response) => {
    response.setHeader('content-type', 'application/json')
    if (isHolding) held.push(response)
    else response.end('{"name":"Ada"}')
  })
  const made = await ada.create(playgroundRows(stack.playground).openAt(server.origin, 'Watched'))
  id = made.id
  await ada.db.from('user_integrations').update({ check_interval_s: INTERVAL_S }).eq('id', id)
  expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
})
afterAll(async () => {
  await server?.close()
  await stack?.stop()
})

const checks = async () => {
  const rows = ada.db.from('integration_health_metrics').select().eq('source', 'background')
  return (await rows.throwOnError()).data.length
}
const schedule = () => asService(stack).from('check_schedules')
const due = (secondsAgo = 0) => {
  const at = new Date(Date.now() - secondsAgo * 1_000).toISOString()
  return schedule()
    .update({ due_at: at, claimable_at: at, lease: null })
    .eq('user_integration_id', id)
    .throwOnError()
}
const overview = async () =>
  HealthOverview.parse((await ada.db.rpc('health_overview').throwOnError()).data)

it('the stack checks what is due by itself', async () => {
  await due()
  await expect.poll(checks, PATIENTLY).toBe(1)
  const { data } = await schedule().select().eq('user_integration_id', id).single().throwOnError()
  const nextIn = Date.parse(data.due_at) - Date.now()
  expect(nextIn).toBeGreaterThan(0.5 * INTERVAL_S * 1_000)
  expect(nextIn).toBeLessThan(1.2 * INTERVAL_S * 1_000)
}, 60_000)

it('its functions are killed in the middle of a check: they start again, and so does the check', async () => {
  isHolding = true
  await due()
  await expect.poll(() => held.length, PATIENTLY).toBe(1)
  process.kill(functionsProcess(stack), 'SIGKILL')
  await expect.poll(stack.output, PATIENTLY).toContain('The functions process ended')
  isHolding = false
  expect(await checks()).toBe(1)

  // As if the lease of the one that died had run out.
  const past = new Date().toISOString()
  await schedule().update({ claimable_at: past }).eq('user_integration_id', id).throwOnError()
  await expect.poll(checks, PATIENTLY).toBe(2)
  expect(stack.output().match(/cannot call check-health/g) ?? []).toHaveLength(1)
  expect(stack.output().match(/it is started again/g)).toHaveLength(1)
}, 90_000)

it('a schedule that has stopped is told of within three intervals, and no longer than it lasts', async () => {
  expect(await overview()).toMatchObject({ stalled_since: null, overdue: 0 })
  const functions = functionsProcess(stack)
  process.kill(functions, 'SIGSTOP')
  try {
    await due(3 * INTERVAL_S)
    const { stalled_since, overdue } = await overview()
    expect(overdue).toBe(1)
    expect(Date.parse(stalled_since ?? '')).toBeLessThan(Date.now() - 2 * INTERVAL_S * 1_000)
  } finally {
    process.kill(functions, 'SIGCONT')
  }
  await expect.poll(async () => (await overview()).stalled_since, PATIENTLY).toBeNull()
}, 90_000)

it('whatever went wrong, the terminal is shown no secret', () => {
  expect(stack.output()).not.toContain(stack.secretKey)
  expect(stack.output()).not.toMatch(/x-schedule-secret/i)
})
