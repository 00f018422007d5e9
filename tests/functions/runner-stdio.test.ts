import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProbeRunner } from '../support/probe-runner.ts'
import { stdioSubject } from '../support/probe-subjects.ts'
import { isRunning, runningWith } from '../support/processes.ts'
import { startUpstream } from '../support/upstream-server.ts'

const OFFICIAL = resolve('node_modules/@modelcontextprotocol')
const SERVER = resolve('tests/support/stdio-server.mjs')
const SECRET = 'sk-canary-4f9a7c21d8e5'

let runner: ProbeRunner
let folder: string

beforeAll(() => {
  runner = new ProbeRunner('deno', 'runner-harness.ts')
  folder = mkdtempSync(join(tmpdir(), 'patchbay-stdio-'))
})
afterAll(async () => {
  await runner?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const probe = (args: string[], variables = {}, deadlineMs = 20_000) =>
  runner.probe(stdioSubject('node', args, variables), { deadlineMs })
const meet = (behaviour: string, variables = {}, deadlineMs?: number) =>
  probe([SERVER, behaviour], variables, deadlineMs)

describe('real servers over stdio', () => {
  it.each([
    ['server-everything', ['stdio']],
    ['server-filesystem', [tmpdir()]],
    ['server-memory', []],
    ['server-sequential-thinking', []],
  ])('%s', async (name, args) => {
    const { result, events } = await probe([join(OFFICIAL, name, 'dist/index.js'), ...args])
    expect(result.failure).toBeNull()
    expect(result.facts).toMatchObject({
      kind: 'mcp',
      transport: 'stdio',
      era: 'legacy',
      server: { name: expect.any(String) },
    })
    expect(result.facts).toHaveProperty(
      'tool_count',
      expect.toSatisfy((count) => count > 0),
    )
    expect(events.map(({ stage, verdict }) => `${stage} ${verdict}`)).toEqual([
      'configure passed',
      'reach passed',
      'speak passed',
      'authenticate passed',
      'use passed',
    ])
  })

  it('one of the new era is spoken to in the new era', async () => {
    const { result } = await meet('modern')
    expect(result).toMatchObject({
      outcome: 'passed',
      facts: { era: 'modern', protocol_version: '2026-07-28', tool_count: 1 },
    })
  })

  it('one that ends at any question before initialize is asked again as it wants', async () => {
    const { result } = await meet('strict')
    expect(result).toMatchObject({ outcome: 'passed', facts: { era: 'legacy', tool_count: 1 } })
  })

  it('one that greets before it speaks MCP is forgiven', async () => {
    expect((await meet('greeting')).result.outcome).toBe('passed')
  })
})

describe('each fault by its own name', () => {
  it('no such command', async () => {
    const { result } = await runner.probe(stdioSubject('no-such-program-here', []))
    expect(result.failure).toMatchObject({
      stage: 'reach',
      code: 'command_not_found',
      message: 'There is no no-such-program-here on the runner’s machine.',
    })
  })

  it('a file that may not be started', async () => {
    const { result } = await runner.probe(stdioSubject(SERVER, []))
    expect(result.failure).toMatchObject({
      code: 'command_not_found',
      message: expect.stringContaining('that may be started (EACCES)'),
    })
  })

  it('a crash at the start: exit code and stderr, but no secret', async () => {
    const { result } = await meet('crash', { API_KEY: SECRET })
    expect(result.failure).toMatchObject({
      stage: 'reach',
      code: 'process_crashed',
      message: expect.stringContaining('exit code 3'),
    })
    expect(result.stages[1]?.evidence).toContainEqual({
      label: 'stderr',
      value: 'cannot start: the key [withheld] is no good',
    })
    expect(JSON.stringify(result)).not.toContain(SECRET)
  })

  it('silence', async () => {
    const { result } = await meet('silent', {}, 1_500)
    expect(result.failure).toMatchObject({ stage: 'speak', code: 'process_silent' })
    expect(result.stages[1]?.verdict).toBe('passed')
  })

  it('something else than MCP on stdout', async () => {
    const { result } = await meet('garbage')
    expect(result.failure).toMatchObject({
      stage: 'speak',
      code: 'stdout_garbage',
      message: expect.stringContaining('“Listening on port 3000”'),
    })
  })

  it('a version of another time', async () => {
    const { result } = await meet('old')
    expect(result.failure).toMatchObject({ stage: 'speak', code: 'mcp_version_unsupported' })
  })

  it('a server that does not want to begin, in its own words', async () => {
    const { result } = await meet('refusing')
    expect(result.failure?.code).toBe('not_mcp')
    expect(result.failure?.message).toContain('The licence has run out')
  })

  it('a crash later on', async () => {
    const { result } = await meet('dies listing')
    expect(result.failure).toMatchObject({
      stage: 'use',
      code: 'listing_failed',
      message: expect.stringContaining('it ended with exit code 137'),
    })
    expect(result.stages[4]?.evidence).toEqual([{ label: 'stderr', value: 'out of memory' }])
  })

  it('a list that does not come', async () => {
    const { result } = await meet('never lists', {}, 2_000)
    expect(result.failure).toMatchObject({
      stage: 'use',
      code: 'listing_failed',
      message: expect.stringContaining('it took longer than 2 s'),
    })
  })

  it('a package that its registry does not have, as the real npx says it', async () => {
    const registry = await startUpstream((_request, response) => {
      response.writeHead(404, { 'content-type': 'application/json' })
      response.end('{"error": "Not found"}')
    })
    const args = ['--registry', registry.origin, '-y', '@acme/misspelt@1']
    const { result } = await runner.probe(stdioSubject('npx', args), { deadlineMs: 25_000 })
    await registry.close()
    expect(result.failure).toMatchObject({
      stage: 'reach',
      code: 'package_not_found',
      message: 'The package @acme/misspelt does not exist.',
    })
    expect(result.stages[1]?.evidence[0]?.value).toContain('404')
  })

  it('a line without end is not read to its end', async () => {
    const { result, wallMs } = await meet('flood')
    expect(result.failure).toMatchObject({ stage: 'speak', code: 'response_too_large' })
    expect(wallMs).toBeLessThan(10_000)
  })

  it('a variable that nobody gave a value', async () => {
    const subject = stdioSubject('node', [SERVER, 'legacy'], { API_KEY: SECRET })
    const { result } = await runner.probe({ ...subject, secrets: [] })
    expect(result.failure).toMatchObject({
      stage: 'configure',
      code: 'credential_missing',
      message: 'The value of the variable API_KEY has not been entered.',
    })
  })
})

describe('what a server gets, and what it leaves', () => {
  it('sees the given variables and none of the runner’s own, in a folder of its own', async () => {
    const { result } = await meet('environment', { API_KEY: SECRET })
    const tools = result.facts?.kind === 'mcp' ? result.facts.tools : []
    const names = tools.map(({ name }) => name)
    expect(names).toContain('API_KEY')
    const usual = ['PATH', 'HOME', 'LOGNAME', 'SHELL', 'TERM', 'USER', 'API_KEY', 'PWD']
    const others = names.filter((name) => !usual.includes(name) && !name.startsWith('cwd '))
    // macOS puts one into every process.
    expect(others.filter((name) => name !== '__CF_USER_TEXT_ENCODING')).toEqual([])
    const cwd = names.find((name) => name.startsWith('cwd '))?.slice('cwd '.length) ?? ''
    expect(cwd).toMatch(/patchbay-\w+$/)
    expect(readdirSync(join(cwd, '..'))).not.toContain(cwd.split('/').at(-1))
  })

  it.each(['stubborn', 'orphaning'])('leaves no process behind: %s', async (behaviour) => {
    const file = join(folder, behaviour)
    const { result } = await probe([SERVER, behaviour, file])
    expect(result.outcome).toBe('passed')
    const pids: number[] = JSON.parse(readFileSync(file, 'utf8'))
    expect(pids).toHaveLength(2)
    expect(pids.filter(isRunning)).toEqual([])
  })

  it('leaves no process behind, at whatever moment of its beginning it is ended', async () => {
    const mark = join(folder, 'hasty')
    const deadlines = Array.from({ length: 20 }, (_, n) => 1 + 2 * n)
    const probes = deadlines.map((ms) => probe([SERVER, 'silent', mark], {}, ms))
    const outcomes = (await Promise.all(probes)).map(({ result }) => result.outcome)
    expect(new Set(outcomes)).toEqual(new Set(['failed']))
    // One that began after its end was asked for would be there for ever.
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(runningWith(mark)).toEqual([])
  })
})
