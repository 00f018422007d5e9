import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { query } from '../support/db.ts'
import { signUp } from '../support/db-rows.ts'
import { type PostgresStack, startPostgresStack } from '../support/postgres-stack.ts'
import { denoBinary } from '../support/runtimes.ts'
import { addWatched, apiAt, dueNow } from '../support/watched.ts'

const CHECKS = 6_000
const WARM_UP = 400
const LEAST_A_SECOND = 300
/** So that no limit of one server holds: 127.0.0.0/8 is all the loopback. */
const HOSTS = 100
const CALLS_AT_ONCE = 2

const Calls = z.array(z.object({ times: z.int() }))
const deno = denoBinary('deno')

let stack: PostgresStack
let upstream: Awaited<ReturnType<typeof startUpstream>>
let ids: string[]
let urls: string[]

beforeAll(async () => {
  stack = await startPostgresStack()
  upstream = await startUpstream()
  urls = Array.from(
    { length: CHECKS },
    (_, n) => `http://127.0.1.${1 + (n % HOSTS)}:${upstream.port}`,
  )
  ids = []
  // Fifty people, or the share of one would be the limit.
  for (let from = 0; from < CHECKS; from += CHECKS / 50) {
    const configs = urls.slice(from, from + CHECKS / 50).map(apiAt)
    ids.push(...(await addWatched(stack.db, await signUp(stack.db), { configs })))
  }
}, 120_000)
afterAll(async () => {
  upstream?.stop()
  await stack?.stop()
})

async function startUpstream() {
  const child = spawn(deno, ['run', '--allow-net', 'tests/bench/upstream.deno.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { port: Number(line), stop: () => child.kill() }
}

/** As the schedule does: calls while something is due. */
async function drain(): Promise<void> {
  const [row] = await query<{ calls: unknown }>(
    stack.db,
    'select public.functions_to_call() as calls',
  )
  if (Calls.parse(row?.calls).length === 0) return
  const response = await stack.schedule('check-health')
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ broken: 0, late: 0 })
  await drain()
}

it('whole checks, from claim to record, are made 300 and more a second', async () => {
  const later = `update public.check_schedules set due_at = 'infinity', claimable_at = 'infinity'`
  await query(stack.db, later)
  await dueNow(stack.db, ids.slice(0, WARM_UP))
  await drain()
  await query(stack.db, later)
  await query(stack.db, 'truncate public.integration_health_metrics')

  const { stdout } = await promisify(execFile)(deno, [
    'run',
    '--allow-net',
    'tests/bench/fetch-loop.deno.ts',
    String(CHECKS),
    '100',
    ...urls.slice(0, HOSTS),
  ])
  const plain = CHECKS / Number(stdout)

  await dueNow(stack.db, ids)
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, drain))
  const rate = CHECKS / ((performance.now() - startedAt) / 1_000)

  const [made] = await query<{ passed: number }>(
    stack.db,
    `select count(*)::integer as passed from public.integration_health_metrics where success`,
  )
  expect(made?.passed).toBe(CHECKS)
  console.info(
    `whole checks: ${rate.toFixed(0)} a second; a plain fetch loop to the same server: ${plain.toFixed(0)} (ratio ${(rate / plain).toFixed(2)})`,
  )
  expect(rate).toBeGreaterThanOrEqual(LEAST_A_SECOND)
}, 240_000)
