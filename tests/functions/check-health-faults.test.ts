import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { commandLine } from '../../supabase/functions/_shared/contract/command-line.ts'
import { query } from '../support/db.ts'
import { type Person, signUp } from '../support/person.ts'
import {
  type FunctionsProcess,
  type PostgresStack,
  startPostgresStack,
} from '../support/postgres-stack.ts'
import { type RunnerProcess, startRunner } from '../support/runner-process.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'
import { addWatched, apiAt, leasesRunOut, standingOf } from '../support/watched.ts'

/** Of one server as many are under way at once as a worker may have there. */
const EACH = 10
const RECOVERED_WITHIN_S = 90
/** Until a schedule's next question, and a whole probe. */
const THEN_TAKES_S = 15

let stack: PostgresStack
let ada: Person
const undo: (() => unknown)[] = []

beforeAll(async () => {
  stack = await startPostgresStack()
  ada = await signUp(stack)
  await stack.db.sql.unsafe(readFileSync('supabase/seed.sql', 'utf8'))
})
afterAll(() => stack?.stop())
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
  await query(stack.db, 'delete from public.check_schedules')
})

/** A server that keeps everybody waiting until the gate is opened. */
async function startGated(): Promise<Upstream & { open: () => void; waiting: () => number }> {
  let isOpen = false
  const held: ServerResponse[] = []
  const answer = (response: ServerResponse) => response.end('{"name":"Ada"}')
  const server = await startUpstream((_, response) => {
    response.setHeader('content-type', 'application/json')
    if (isOpen) answer(response)
    else held.push(response)
  })
  undo.push(server.close)
  return {
    ...server,
    waiting: () => held.length,
    open() {
      isOpen = true
      for (const response of held) answer(response)
    },
  }
}
async function worker(): Promise<FunctionsProcess> {
  const process = await stack.serve()
  undo.push(process.stop)
  return process
}
const check = async (functions: FunctionsProcess) =>
  (await functions.schedule('check-health')).json()
const watchAt = (origin: string) =>
  addWatched(stack.db, ada.id, { configs: Array.from({ length: EACH }, () => apiAt(origin)) })
const checksOf = async (ids: string[]) =>
  (await standingOf(stack.db, ids)).map(({ checks }) => checks)
const once = Array.from({ length: EACH }, () => 1)

/** A worker in the middle of a batch: half is written, half waits for the gate. */
async function inTheMiddle() {
  const gated = await startGated()
  const quick = await startGated()
  quick.open()
  const written = await watchAt(quick.origin)
  const waiting = await watchAt(gated.origin)
  const victim = await worker()
  const calls = () => ({
    claims: stack.answered('claim_checks'),
    records: stack.answered('record_checks'),
  })
  const before = calls()
  const answer = check(victim).catch(() => null)
  await expect.poll(gated.waiting).toBe(EACH)
  await expect.poll(() => checksOf(written)).toEqual(once)
  // Each record is followed by a claim: now it has nothing to ask for.
  const isQuiet = () => calls().claims - before.claims === 1 + calls().records - before.records
  await expect.poll(isQuiet).toBe(true)
  return { gated, written, waiting, victim, answer }
}

describe('a worker', () => {
  it('is killed in the middle of a batch: nothing is lost, nothing is counted twice', async () => {
    const { gated, written, waiting, victim, answer } = await inTheMiddle()
    process.kill(victim.pid, 'SIGKILL')
    expect(await answer).toBeNull()
    gated.open()

    const next = await worker()
    expect(await check(next)).toMatchObject({ recorded: 0 })
    const [held] = await query<{ s: number }>(
      stack.db,
      `select extract(epoch from max(claimable_at) - clock_timestamp())::float8 as s
       from public.check_schedules where lease is not null`,
    )
    expect((held?.s ?? Number.NaN) + THEN_TAKES_S).toBeLessThan(RECOVERED_WITHIN_S)

    await leasesRunOut(stack.db)
    expect(await check(next)).toMatchObject({ recorded: EACH })
    expect(await checksOf(waiting)).toEqual(once)
    expect(await checksOf(written)).toEqual(once)
  }, 60_000)

  it('that slept past its leases reports late, and nothing of it is written', async () => {
    const { gated, written, waiting, victim, answer } = await inTheMiddle()
    process.kill(victim.pid, 'SIGSTOP')
    undo.push(() => process.kill(victim.pid, 'SIGCONT'))
    await leasesRunOut(stack.db)
    gated.open()
    expect(await check(stack.functions)).toMatchObject({ recorded: EACH })
    const told = await query(
      stack.db,
      'select id, last_checked_at, last_report from public.user_integrations order by id',
    )
    process.kill(victim.pid, 'SIGCONT')
    expect(await answer).toMatchObject({ recorded: EACH, late: EACH, broken: 0 })
    expect(await checksOf(waiting)).toEqual(once)
    expect(await checksOf(written)).toEqual(once)
    expect(
      await query(
        stack.db,
        'select id, last_checked_at, last_report from public.user_integrations order by id',
      ),
    ).toEqual(told)
  }, 60_000)
})

it('the database is restarted in the middle of a batch: what ended meanwhile is written when it is back', async () => {
  const { gated, written, waiting, answer } = await inTheMiddle()
  await stack.restartDatabase(async (refused) => {
    gated.open()
    await expect.poll(refused).toBeGreaterThan(0)
  })
  expect(await answer).toMatchObject({ recorded: 2 * EACH, broken: 0 })
  expect(await checksOf(waiting)).toEqual(once)
  expect(await checksOf(written)).toEqual(once)
}, 60_000)

describe('what only a runner can check', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-jobs-'))
    undo.push(() => rmSync(folder, { recursive: true, force: true }))
  })
  const commandOf = (...args: string[]) => ({
    command: 'node',
    args: [resolve('tests/support/stdio-server.mjs'), ...args],
  })
  const watchCommand = (command: ReturnType<typeof commandOf>) =>
    addWatched(stack.db, ada.id, {
      typeId: 'any-mcp-server',
      configs: [{ kind: 'mcp', protocol: 'stdio', ...command, env: [] }],
    })
  async function runnerFor(command: ReturnType<typeof commandOf>): Promise<RunnerProcess> {
    const runner = await startRunner(ada, stack.url, ['--allow', commandLine(command)])
    undo.push(async () => {
      await runner.stop()
      await query(stack.db, 'delete from public.runners')
    })
    return runner
  }
  const jobs = async () =>
    (
      await query<{ n: number }>(stack.db, 'select count(*)::integer as n from private.runner_jobs')
    )[0]?.n
  const metricsOf = (id: string) =>
    query(
      stack.db,
      `select success, error_code, response_time_ms is null as is_unmade, source
       from public.integration_health_metrics where user_integration_id = $1`,
      [id],
    )
  const UNMADE = {
    success: false,
    error_code: 'runner_offline',
    is_unmade: true,
    source: 'background',
  }

  it('says nothing of the integration while no runner is online', async () => {
    const [id = ''] = await watchCommand(commandOf('legacy'))
    expect(await check(stack.functions)).toMatchObject({ recorded: 1, put_up: 0 })
    expect(await metricsOf(id)).toEqual([UNMADE])
    expect(await standingOf(stack.db, [id])).toMatchObject([{ status: 'connected', is_due: false }])
    expect(await jobs()).toBe(0)
  })

  it('is put up, and the runner’s report records itself', async () => {
    const command = commandOf('legacy')
    const [id = ''] = await watchCommand(command)
    await runnerFor(command)
    expect(await check(stack.functions)).toMatchObject({ recorded: 0, put_up: 1 })
    await expect.poll(() => checksOf([id])).toEqual([1])
    expect(await metricsOf(id)).toMatchObject([{ success: true, source: 'background' }])
    expect(await standingOf(stack.db, [id])).toMatchObject([{ lease: null, is_due: false }])
    expect(await jobs()).toBe(0)
  }, 60_000)

  it('whose runner is killed is due again when its lease ends; jobs do not pile up', async () => {
    const gate = join(folder, 'gate')
    const command = commandOf('waiting', gate)
    const [id = ''] = await watchCommand(command)
    const runner = await runnerFor(command)
    expect(await check(stack.functions)).toMatchObject({ put_up: 1 })
    const started = () => {
      try {
        return readFileSync(`${gate}.started`, 'utf8')
      } catch {
        return ''
      }
    }
    await expect.poll(started).toBeTruthy()
    await runner.kill('SIGKILL')
    writeFileSync(gate, '')

    expect(await check(stack.functions)).toMatchObject({ put_up: 0, recorded: 0 })
    // As if its 100 seconds had gone by, and nobody had seen the runner.
    await query(stack.db, `update public.runners set last_seen_at = now() - interval '2 minutes'`)
    await query(stack.db, `update private.runner_jobs set expires_at = now() - interval '1 second'`)
    await leasesRunOut(stack.db)
    expect(await check(stack.functions)).toMatchObject({ put_up: 0, recorded: 1 })
    expect(await metricsOf(id)).toEqual([UNMADE])
    expect(await standingOf(stack.db, [id])).toMatchObject([{ status: 'connected', lease: null }])
    expect(await jobs()).toBe(0)
  }, 60_000)
})
