import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { commandLine } from '../../supabase/functions/_shared/contract/command-line.ts'
import type { McpStdioConfig } from '../../supabase/functions/_shared/contract/config.ts'
import { RunnerJob, RunnerPaired } from '../../supabase/functions/_shared/contract/runner.ts'
import { post, recorded, test } from '../support/connection-tests.ts'
import { type NewIntegration, type Person, signUp } from '../support/person.ts'
import { isRunning } from '../support/processes.ts'
import { askForCode, RunnerProcess, runnersOf, startRunner } from '../support/runner-process.ts'
import { fingerprintOf, newSshKey, startSsh } from '../support/ssh-server.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { clientPem, startMutualTls } from '../support/upstream-server.ts'

const SERVER = resolve('tests/support/stdio-server.mjs')
const CANARY = 'sk-canary-0d9e8f7a6b5c'

let stack: Stack
let ada: Person
let mallory: Person
let folder: string
const runners: RunnerProcess[] = []

beforeAll(async () => {
  stack = await startStack()
  ada = await signUp(stack)
  mallory = await signUp(stack)
  folder = mkdtempSync(join(tmpdir(), 'patchbay-jobs-'))
})
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()))
  await ada.db.from('runners').delete().not('user_id', 'is', null)
})
afterAll(async () => {
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const commandOf = (behaviour: string, ...args: string[]) => ({
  command: 'node',
  args: [SERVER, behaviour, ...args],
})
const configOf = (command: Pick<McpStdioConfig, 'command' | 'args'>, env: string[] = []) => ({
  kind: 'mcp' as const,
  protocol: 'stdio' as const,
  ...command,
  env,
})
const rowOf = (name: string, config: McpStdioConfig): NewIntegration => ({
  type_id: 'any-mcp-server',
  name,
  auth_method: 'none',
  config,
})
const allowing = (command: Pick<McpStdioConfig, 'command' | 'args'>) => [
  '--allow',
  commandLine(command),
]
async function runnerOf(person: Person, ...args: string[]) {
  const runner = await startRunner(person, stack.url, args)
  runners.push(runner)
  return runner
}
const asService = (path: string, method: string, body?: object) =>
  fetch(`${stack.url}/rest/v1/${path}`, {
    method,
    headers: { apikey: stack.secretKey, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
const hub = (path: string, body: object, token?: string) =>
  fetch(`${stack.url}/functions/v1/runner/${path}`, {
    method: 'POST',
    headers: {
      apikey: stack.publishableKey,
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
const ABOUT = { name: 'by hand', platform: 'test', version: '1' }
/** A runner whose every word the story says itself. */
async function pairByHand(person: Person): Promise<string> {
  const response = await hub('pair', { code: await askForCode(person), ...ABOUT })
  return RunnerPaired.parse(await response.json()).token
}
const claim = async (token: string) => RunnerJob.parse(await (await hub('claim', {}, token)).json())

/** A draft's test in its middle: its server waits, for ever. */
async function startDraft(name: string) {
  const gate = join(folder, name)
  const command = commandOf('waiting', gate)
  const runner = await runnerOf(ada, ...allowing(command))
  const closing = new AbortController()
  const draft = {
    integrationId: crypto.randomUUID(),
    typeId: 'any-mcp-server',
    authMethod: 'none',
    config: configOf(command),
    credentials: [],
  }
  ada
    .call('test-connection', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ draft }),
      signal: closing.signal,
    })
    .catch(() => {})
  await expect.poll(() => readIfThere(`${gate}.started`)).toBeTruthy()
  return { runner, pid: Number(readIfThere(`${gate}.started`)), close: () => closing.abort() }
}

describe('the stack brings a runner of its own', () => {
  it('so that a newcomer tests the playground over stdio in the first minute', async () => {
    const { id } = await ada.create({
      ...rowOf('Everything', configOf(stack.playground.mcpCommand)),
      type_id: 'playground-mcp',
    })
    const report = await test(ada, { integrationId: id })
    expect(report).toMatchObject({ outcome: 'passed', facts: { transport: 'stdio' } })
    const { row, changes, metrics } = await recorded(ada, id)
    const { facts, ...told } = report
    expect(row).toMatchObject({ status: 'connected', last_report: told, last_facts: facts })
    expect(changes).toEqual(['configuring→testing', 'testing→connected'])
    expect(metrics).toHaveLength(1)
    expect(await runnersOf(mallory)).toMatchObject([{ user_id: null }])
  })

  it('which starts nothing else until a person approves it there, and then exactly that', async () => {
    const config = configOf(commandOf('legacy', 'with a space'))
    const { id } = await ada.create(rowOf('Not approved', config))
    const refused = await test(ada, { integrationId: id })
    expect(refused.failure).toMatchObject({ stage: 'configure', code: 'command_not_approved' })
    const [, line = ''] =
      /npm run runner -- (approve .*)$/.exec(refused.failure?.next_step ?? '') ?? []
    expect(line).toContain(commandLine(config))

    // As a shell reads it, word for word.
    const words = line.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", '')) ?? []
    const approving = new RunnerProcess(words)
    expect(await approving.ends()).toBe(0)
    await approving.stop()
    expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })

    const other = configOf(commandOf('legacy', 'with a spacE'))
    const changed = await ada.create(rowOf('One letter more', other))
    expect((await test(ada, { integrationId: changed.id })).failure?.code).toBe(
      'command_not_approved',
    )
  })
})

describe('pairing', () => {
  it('with a code, once: the token is in a file for its owner alone', async () => {
    const code = await askForCode(ada)
    expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/)
    const runner = new RunnerProcess(['--url', stack.url, '--code', code, '--name', 'laptop'])
    runners.push(runner)
    await runner.says('Ready for the tests of')
    expect(await runnersOf(ada)).toMatchObject([{ user_id: null }, { name: 'laptop' }])
    expect(await runnersOf(mallory)).toHaveLength(1)
    expect(statSync(join(runner.home, 'pairing.json')).mode & 0o077).toBe(0)
    const { token } = JSON.parse(readFileSync(join(runner.home, 'pairing.json'), 'utf8'))
    expect(runner.output).not.toContain(token)

    const again = new RunnerProcess(['--url', stack.url, '--code', code])
    expect(await again.ends()).toBe(1)
    expect(again.output).toContain('This code is wrong, was used already')
    await again.stop()
  })

  it.each([
    ['a wrong code', { code: '22222222', ...ABOUT }, 401, 'runner_code_invalid'],
    ['what is no code', { code: 'IIII-OOOO', ...ABOUT }, 400, 'invalid_request'],
    [
      'a name with control characters',
      { code: '22222222', ...ABOUT, name: 'a\u001b[2J' },
      400,
      'invalid_request',
    ],
  ])('not with %s', async (_what, body, status, code) => {
    const response = await hub('pair', body)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code } })
  })

  it('a code is given only to whoever is signed in', async () => {
    expect((await hub('code', {})).status).toBe(401)
    expect((await hub('code', {}, stack.publishableKey)).status).toBe(401)
  })

  it.each(['claim', 'progress', 'result'])('%s: not without a runner’s token', async (path) => {
    expect((await hub(path, {})).status).toBe(401)
    const body = { jobId: crypto.randomUUID(), lease: crypto.randomUUID(), stages: [] }
    if (path !== 'result') expect((await hub(path, body, ada.token)).status).toBe(401)
  })

  it('a runner starts again without a code, and ends when it is revoked', async () => {
    const first = await runnerOf(ada)
    await first.kill()
    const again = new RunnerProcess([], first.home)
    runners.push(again)
    await again.says('Ready for the tests of')
    await ada.db.from('runners').delete().not('user_id', 'is', null)
    expect(await again.ends()).toBe(1)
    expect(again.output).toContain('This runner was revoked')
    const third = new RunnerProcess(['--url', stack.url], first.home)
    expect(await third.ends()).toBe(1)
    expect(third.output).toContain('This runner is not paired')
  })
})

describe('a person’s own runner', () => {
  it('makes a stored test with its secrets, streamed, and no log of it holds one', async () => {
    const command = commandOf('environment')
    const runner = await runnerOf(ada, ...allowing(command))
    const integration = await ada.create(rowOf('Own', configOf(command, ['API_KEY'])))
    await ada.store(integration, { kind: 'value', value: CANARY }, 'env:API_KEY')
    const response = await post(
      ada,
      { integrationId: integration.id },
      { accept: 'text/event-stream' },
    )
    const text = await response.text()
    expect([...text.matchAll(/^event: (\w+)$/gm)].map(([, event]) => event)).toEqual([
      ...Array(5).fill('stage'),
      'report',
    ])
    const { row } = await recorded(ada, integration.id)
    const tools = row.last_facts.tools.map(({ name }: { name: string }) => name)
    expect(tools).toContain('API_KEY')
    expect(tools).not.toContain('RUNNERS_OWN')
    await runner.says('passed in')
    const jobs = JSON.stringify([row, text, runner.output, stack.output()])
    expect(jobs).not.toContain(CANARY)
  })

  it('makes a draft’s test; closing the form ends it, and what it started', async () => {
    const draft = await startDraft('closed')
    draft.close()
    await expect.poll(() => isRunning(draft.pid)).toBe(false)
  })

  it('ended in the middle of a test takes with it what it started', async () => {
    const { runner, pid, close } = await startDraft('ended')
    await runner.kill('SIGTERM')
    expect(isRunning(pid)).toBe(false)
    expect(runner.output).toContain('broken off, the runner ends')
    close()
  })

  it('is not given a stranger’s job', async () => {
    const command = commandOf('legacy')
    const theirs = await runnerOf(mallory, ...allowing(command))
    const { id } = await ada.create(rowOf('Adas', configOf(command)))
    // The stack's own has not approved it, and that is the answer.
    expect((await test(ada, { integrationId: id })).failure?.code).toBe('command_not_approved')
    expect(theirs.output).not.toContain('test begins')
  })

  it('starts a command with exactly the arguments that were allowed', async () => {
    await runnerOf(ada, ...allowing(commandOf('legacy')))
    const allowed = await ada.create(rowOf('Allowed', configOf(commandOf('legacy'))))
    const longer = await ada.create(rowOf('Longer', configOf(commandOf('legacy', '--root'))))
    expect(await test(ada, { integrationId: allowed.id })).toMatchObject({ outcome: 'passed' })
    expect((await test(ada, { integrationId: longer.id })).failure).toMatchObject({
      code: 'command_not_approved',
      next_step: expect.stringContaining(`npm run runner -- approve node ${SERVER} legacy --root`),
    })
  })

  it('killed in the middle of a test loses it not: the next runner makes it', async () => {
    const gate = join(folder, 'killed')
    const command = commandOf('waiting', gate)
    const first = await runnerOf(ada, ...allowing(command))
    const { id } = await ada.create(rowOf('Survives', configOf(command)))
    const answer = test(ada, { integrationId: id })
    await expect.poll(() => readIfThere(`${gate}.started`)).toBeTruthy()
    const pid = Number(readIfThere(`${gate}.started`))
    await first.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    writeFileSync(gate, '')
    const again = new RunnerProcess(allowing(command), first.home)
    runners.push(again)
    expect(await answer).toMatchObject({ outcome: 'passed' })
    await again.says('passed in')
    expect((await recorded(ada, id)).metrics).toHaveLength(1)
  })

  it('a result for a job that was ended or is another’s is refused', async () => {
    const [token, other] = [await pairByHand(ada), await pairByHand(ada)]
    const { id } = await ada.create(rowOf('Late', configOf(commandOf('legacy'))))
    const answer = post(ada, { integrationId: id })
    const job = await claim(token)
    const word = { jobId: job.id, lease: job.lease }
    expect((await hub('progress', { ...word, stages: [] }, other)).status).toBe(409)
    expect((await hub('progress', { ...word, stages: [] }, token)).status).toBe(204)
    const report = {
      outcome: 'failed',
      started_at: new Date().toISOString(),
      duration_ms: 5,
      stages: ['configure', 'reach', 'speak', 'authenticate', 'use'].map((stage) => ({
        stage,
        verdict: stage === 'configure' ? 'failed' : 'not_reached',
        ms: null,
        evidence: [],
      })),
      failure: {
        stage: 'configure',
        code: 'command_not_approved',
        http_status: null,
        message: 'No.',
        next_step: 'Ask.',
      },
      facts: null,
    }
    expect((await hub('result', { ...word, report }, other)).status).toBe(409)
    const invented = { ...word, report: { ...report, outcome: 'splendid' } }
    expect((await hub('result', invented, token)).status).toBe(400)
    expect((await hub('result', { ...word, report }, token)).status).toBe(204)
    expect(await (await answer).json()).toMatchObject({ outcome: 'failed', duration_ms: 5 })
    expect((await hub('result', { ...word, report }, token)).status).toBe(409)
    expect((await recorded(ada, id)).metrics).toHaveLength(1)
  })

  it('gets no job whose secrets were sealed for another command', async () => {
    const runner = await runnerOf(ada)
    const integration = await ada.create(rowOf('Moved', configOf(commandOf('legacy'), ['KEY'])))
    await ada.store(integration, { kind: 'value', value: CANARY }, 'env:KEY')
    const config = configOf(commandOf('environment'), ['KEY'])
    await ada.db.from('user_integrations').update({ config }).eq('id', integration.id)
    expect((await test(ada, { integrationId: integration.id })).failure?.code).toBe(
      'audience_mismatch',
    )
    expect(runner.output).not.toContain('test begins')
  })
})

describe('what is no command, but a runner’s all the same', () => {
  it('a client certificate: presented from there, and into private networks only where allowed', async () => {
    const server = await startMutualTls((_request, response) => response.end('{}'), {
      isStrict: true,
      isPrivate: true,
    })
    const integration = await ada.create({
      type_id: 'any-http-api',
      name: 'Mutual TLS',
      auth_method: 'certificate',
      config: { kind: 'rest', api_url: server.origin, scopes: [], headers: [], env: [] },
    })
    await ada.store(integration, {
      kind: 'certificate',
      certificate: clientPem('ada.crt'),
      key: clientPem('ada.key'),
      ca: clientPem('servers.crt'),
    })
    const { id } = integration
    expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
    expect(server.requests).toHaveLength(1)
    const own = await runnerOf(ada)
    expect((await test(ada, { integrationId: id })).failure?.code).toBe('address_forbidden')
    await own.says('failed at configure: address_forbidden')
    expect(server.requests).toHaveLength(1)
    await server.close()
  })

  it('an SSH server: the first test that passes pins its host key, and another key is refused', async () => {
    const key = newSshKey()
    const server = await startSsh([key.public])
    const row: NewIntegration = {
      type_id: 'ssh-server',
      name: 'SSH',
      auth_method: 'ssh_key',
      config: { kind: 'ssh', host: '127.0.0.1', port: server.port, username: 'ada' },
    }
    const integration = await ada.create(row)
    await ada.store(integration, { kind: 'ssh_key', key: key.private, passphrase: '' })
    const { id } = integration
    expect(await test(ada, { integrationId: id })).toMatchObject({ outcome: 'passed' })
    const host_key = fingerprintOf(server.hostKey)
    const { row: pinned } = await recorded(ada, id)
    expect(pinned).toMatchObject({ status: 'connected', config: { host_key } })

    const config = { ...pinned.config, host_key: fingerprintOf(newSshKey()) }
    await ada.db.from('user_integrations').update({ config }).eq('id', id)
    expect((await test(ada, { integrationId: id })).failure?.code).toBe('host_key_changed')
    await server.close()
  })
})

describe('without any runner', () => {
  it('says so, with what can be known, and calls nothing connected', async () => {
    await asService('runners?id=not.is.null', 'DELETE')
    const config = configOf({ command: 'docker', args: ['run', '-i', 'mcp/acme'] }, ['KEY'])
    const integration = await ada.create(rowOf('Alone', config))
    expect((await test(ada, { integrationId: integration.id })).failure?.code).toBe(
      'credential_missing',
    )
    await ada.store(integration, { kind: 'value', value: CANARY }, 'env:KEY')
    const report = await test(ada, { integrationId: integration.id })
    expect(report.failure).toMatchObject({
      stage: 'reach',
      code: 'runner_offline',
      next_step: expect.stringContaining('npm run runner'),
    })
    expect(report.stages[0]).toMatchObject({
      verdict: 'passed',
      evidence: [
        { label: 'Configuration', value: 'Valid' },
        { label: 'Launcher', value: 'Docker' },
        { label: 'Package', value: 'mcp/acme: not checked' },
        { label: 'Variables', value: 'KEY: given' },
        { label: 'Started', value: 'No: that takes a runner' },
      ],
    })
    expect((await recorded(ada, integration.id)).row).toMatchObject({ status: 'error' })
  })
})

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
