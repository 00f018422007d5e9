import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { commandLine } from '../../supabase/functions/_shared/contract/command-line.ts'
import { type Arguments, parseArguments } from '../../supabase/runner/arguments.ts'
import { connectHub } from '../../supabase/runner/hub.ts'
import { RunnerError } from '../../supabase/runner/runner-error.ts'
import { serveJobs } from '../../supabase/runner/serve-jobs.ts'
import { printable } from '../../supabase/runner/terminal.ts'
import { RunnerProcess } from '../support/runner-process.ts'
import { denoBinary } from '../support/runtimes.ts'
import { startUpstream } from '../support/upstream-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'patchbay-program-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what one types', () => {
  const refusalOf = (argv: string[]): string => {
    try {
      parseArguments(argv)
      return 'accepted'
    } catch (error) {
      if (error instanceof RunnerError) return error.message
      throw error
    }
  }

  it('a project, a code as people type it, and commands', () => {
    const argv = [
      '--url',
      'https://x.supabase.co/rest',
      '--code',
      '7k3m q9xa',
      '--allow',
      "npx -y 'a b'",
    ]
    expect(parseArguments(argv)).toMatchObject<Partial<Arguments>>({
      do: 'run',
      url: 'https://x.supabase.co',
      code: '7K3MQ9XA',
      allowed: [['npx', '-y', 'a b']],
      allowPrivate: false,
    })
  })

  it('approve takes the command as it stands, dashes and all', () => {
    expect(parseArguments(['approve', '--home', 'h', 'npx', '-y', '--home', 'x'])).toEqual({
      do: 'approve',
      home: 'h',
      command: ['npx', '-y', '--home', 'x'],
    })
  })

  it.each([
    [['--url', 'http://patchbay.example.com'], /over https only/],
    [['--url', 'http://127.0.0.1.evil.example'], /over https only/],
    [['--url', 'ftp://x'], /is no address/],
    [['--code', 'hello'], /eight letters and digits/],
    [['--allow', 'npx "'], /quote is not closed/],
    [['--alow', 'npx'], /--alow/],
    [['approve'], /which command/],
  ])('refuses %j', (argv, sentence) => {
    expect(refusalOf(argv)).toMatch(sentence)
  })

  it('loopback may be plain http', () => {
    expect(refusalOf(['--url', 'http://127.0.0.1:5179'])).toBe('accepted')
  })
})

describe('the program', () => {
  const ends = async (args: string[], home = join(folder, 'none')) => {
    const runner = new RunnerProcess(args, home)
    return { code: await runner.ends(), output: runner.output }
  }

  it('helps', async () => {
    expect(await ends(['help'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('--allow "COMMAND"'),
    })
  })

  it('is what `npm run runner` starts, and its exit code comes through', () => {
    const npm = spawnSync('npm', ['run', '-s', 'runner', '--', '--alow', 'x'], { encoding: 'utf8' })
    expect(npm.status).toBe(1)
    expect(npm.stderr).toContain("Unknown option '--alow'")
  })

  it('says in one sentence what is missing', async () => {
    expect((await ends([])).output).toContain('Say whose runner this is')
    const nowhere = await ends(['--url', 'http://127.0.0.1:1', '--code', '7K3M-Q9XA'])
    expect(nowhere.code).toBe(1)
    expect(nowhere.output.trim()).toMatch(/^http:\/\/127\.0\.0\.1:1 cannot be asked: [^\n]+$/)
  })

  it('does not overwrite what it cannot read', async () => {
    const home = mkdtempSync(join(folder, 'damaged-'))
    writeFileSync(join(home, 'approved.json'), '{"not": "a list"}')
    const { code, output } = await ends(['approve', 'npx', 'x'], home)
    expect(code).toBe(1)
    expect(output).toContain('is damaged')
    expect(readFileSync(join(home, 'approved.json'), 'utf8')).toBe('{"not": "a list"}')
  })
})

describe('a command that nobody approved', () => {
  it('cannot hide what it is, nor steer the terminal', () => {
    const args = ['\u001b[2K\u001b[1Gharmless', '\u202Egnp.exe', 'a\u2028b']
    const shown = printable(commandLine({ command: 'npx', args }))
    for (const unseen of ['\u001b', '\u202e', '\u2028']) expect(shown).not.toContain(unseen)
    expect(shown).toContain('\\u{1b}[2K\\u{1b}[1Gharmless')
  })

  // util-linux's `script` lends it a terminal.
  it.runIf(process.platform === 'linux').each([
    ['always', 'true', true],
    ['y', 'true', false],
    ['', 'false', false],
    ['no, thanks', 'false', false],
  ])('is asked about at the terminal: “%s”', async (answer, approved, isKept) => {
    const home = mkdtempSync(join(folder, 'asking-'))
    const deno = `${denoBinary('deno')} run --no-check -A --node-modules-dir=manual`
    const harness = `${deno} ${resolve('tests/support/approval-harness.ts')} ${home}`
    const terminal = spawn('script', ['-qefc', harness, '/dev/null'])
    let shown = ''
    terminal.stdout.on('data', (chunk) => {
      const isAsked = shown.includes('[y/N/always]')
      shown += String(chunk)
      if (!isAsked && shown.includes('[y/N/always]')) terminal.stdin.write(`${answer}\n`)
    })
    await new Promise((resolve) => terminal.once('exit', resolve))
    expect(shown).toContain(
      "Start npx -y '@scope/server' for GitHub MCP? [y/N/always]".replace(/'/g, ''),
    )
    expect(shown).toContain(`approved: ${approved}`)
    expect(shown).toContain(`approved again, without asking: ${isKept}`)
  })
})

describe('while the network does what it does', () => {
  it('the runner goes on asking, and stops when it is revoked', async () => {
    const answers = [500, 'cut', 204, 'html', 204, 401] as const
    let asked = 0
    const hub = await startUpstream(async (_request, response) => {
      const answer = answers[asked++]
      if (answer === 'cut') return response.destroy()
      response.writeHead(typeof answer === 'number' ? answer : 200)
      const error = { code: 'unauthorized', message: 'Revoked.', requestId: 'r' }
      response.end(answer === 401 ? JSON.stringify({ error }) : '<html>')
    })
    const told: string[] = []
    const serving = serveJobs({
      hub: connectHub({ url: hub.origin, key: null }, 'token'),
      runJob: async () => {},
      log: (text) => told.push(text),
      signal: new AbortController().signal,
    })
    await expect(serving).rejects.toThrow('Revoked.')
    expect(asked).toBe(answers.length)
    expect(told).toEqual([
      expect.stringMatching(/^No connection \(.+\)\. Trying on\.$/),
      'Connected again.',
    ])
    await hub.close()
  })

  it('it makes four tests at once, and no more', async () => {
    const job = {
      lease: crypto.randomUUID(),
      deadline_ms: 1_000,
      type: {
        name: 'Acme',
        auth_methods: ['none'],
        defaults: { kind: 'mcp', own_address: true, protocols: ['stdio'], urls: {}, auth: {} },
      },
      config: {},
      auth_method: 'none',
      secrets: [],
    }
    let given = 0
    const hub = await startUpstream((_request, response) => {
      response.writeHead(given < 6 ? 200 : 204)
      response.end(given++ < 6 ? JSON.stringify({ id: crypto.randomUUID(), ...job }) : '')
    })
    const ending = new AbortController()
    let [running, most, made] = [0, 0, 0]
    await serveJobs({
      hub: connectHub({ url: hub.origin, key: null }, 'token'),
      async runJob() {
        most = Math.max(most, ++running)
        while (most < 4) await new Promise(setImmediate)
        running--
        if (++made === 6) ending.abort()
      },
      log: () => {},
      signal: ending.signal,
    })
    expect([most, made]).toEqual([4, 6])
    await hub.close()
  })

  it('its token does not follow a redirect', async () => {
    const elsewhere: unknown[] = []
    const thief = await startUpstream(async (request, response) => {
      elsewhere.push(request.headers.authorization)
      response.end('{}')
    })
    const hub = await startUpstream(async (_request, response) => {
      response.writeHead(307, { location: thief.origin })
      response.end()
    })
    const claim = connectHub({ url: hub.origin, key: null }, 'token').claim(
      AbortSignal.timeout(5_000),
    )
    await expect(claim).rejects.toThrow()
    expect(elsewhere).toEqual([])
    await Promise.all([hub.close(), thief.close()])
  })
})
