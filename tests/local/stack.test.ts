import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { utimes } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { PLAYGROUND_CREDENTIALS } from '../../supabase/catalogue/playground-credentials.ts'
import { SealingKeySet } from '../../supabase/functions/_shared/contract/sealing.ts'
import { denoBinary } from '../../supabase/local/functions.ts'
import { requireNode } from '../../supabase/local/require-node.mjs'
import { type Stack, type StackOptions, startStack } from '../support/stack.ts'

const PASSWORD = 'correct horse battery'
/** By the clock for the quickest of some, and of the processor's time for each: that no busy machine stretches. */
const WARM_START_S = 10
/** By Node's `fetch`, which goes by what a server says up to this; others keep them for less. */
const LONGEST_KEPT_S = 600

const clientOf = ({ url, publishableKey }: Stack) =>
  createClient(url, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  })

describe('npm start', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  }, 120_000)
  afterAll(() => stack?.stop())

  test('says where it is, and what to do next', () => {
    expect(stack.output()).toContain(`Patchbay is ready at ${stack.url} (`)
    expect(stack.output()).toContain('Next: sign up with any e-mail address')
    expect(stack.output()).toContain(`is at ${stack.url}/local/mail`)
  })

  test('serves the page with the headers that it is hosted with', async () => {
    for (const path of ['/', '/integrations/new?search=git']) {
      const response = await fetch(stack.url + path)
      expect(await response.text()).toContain('<title>Patchbay</title>')
      const policy = response.headers.get('content-security-policy')
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
      expect(policy).toContain("connect-src 'self';")
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test('has the icons of the catalogue in one file', async () => {
    const sprite = await (await fetch(`${stack.url}/icons.svg`)).text()
    expect(sprite).toContain('<symbol id="github" viewBox="0 0 24 24"><path d="')
  })

  test('lets anyone sign up and read the catalogue, the playground in it', async () => {
    const client = clientOf(stack)
    const { data } = await client.auth.signUp({ email: 'ada@example.com', password: PASSWORD })
    expect(data.session?.access_token).toBeTruthy()
    const { data: types } = await client
      .from('integration_types')
      .select('id, defaults')
      .eq('category', 'Local playground')
    expect(types).toHaveLength(4)
    expect(JSON.stringify(types)).toContain(stack.playground.mcpHttp)
  })

  test('answers nothing to a request without a key', async () => {
    const response = await fetch(`${stack.url}/rest/v1/integration_types`)
    expect(response.status).toBe(401)
  })

  test('runs the real functions', async () => {
    const response = await fetch(`${stack.url}/functions/v1/sealing-keys`)
    const { keys } = SealingKeySet.parse(await response.json())
    expect(keys[0]).not.toHaveProperty('d')
    expect((await fetch(`${stack.url}/functions/v1/no-such-function`)).status).toBe(404)
    expect((await fetch(`${stack.url}/functions/v1/_shared`)).status).toBe(404)
  })

  test('answers on localhost as on 127.0.0.1', async () => {
    const response = await fetch(
      `${stack.url.replace('127.0.0.1', 'localhost')}/functions/v1/sealing-keys`,
    )
    expect(response.status).toBe(200)
  })

  test('shows the mail that resets a password, and its link leads back', async () => {
    const client = clientOf(stack)
    await client.auth.signUp({ email: 'grace@example.com', password: PASSWORD })
    const redirectTo = `${stack.url.replace('127.0.0.1', 'localhost')}/reset-password`
    const { error } = await client.auth.resetPasswordForEmail('grace@example.com', { redirectTo })
    expect(error).toBeNull()
    const page = await (await fetch(`${stack.url}/local/mail`)).text()
    expect(page).toContain('To grace@example.com')
    const link = /<a href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const followed = await fetch(link, { redirect: 'manual' })
    const location = followed.headers.get('location') ?? ''
    expect(location.split('#')[0]).toBe(redirectTo)
    const token = new URLSearchParams(location.split('#')[1]).get('access_token') ?? ''
    const { data } = await client.auth.getUser(token)
    expect(data.user?.email).toBe('grace@example.com')
  })

  test('runs a playground that tells a right credential from a wrong one', async () => {
    const { rest } = stack.playground
    const { apiKey, basic, jwt } = PLAYGROUND_CREDENTIALS
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(rest + path, { headers })).status
    const encoded = Buffer.from(`${basic.username}:${basic.password}`).toString('base64')
    expect(await status('/open/me')).toBe(200)
    expect(await status('/me', { 'x-api-key': apiKey })).toBe(200)
    expect(await status('/me', { authorization: `Basic ${encoded}` })).toBe(200)
    expect(await status('/me', { authorization: `Bearer ${jwt}` })).toBe(200)
    expect(await status('/me', { 'x-api-key': 'wrong' })).toBe(401)
    const refused = await fetch(`${rest}/me`)
    expect(refused.headers.get('www-authenticate')).toContain('Bearer')
    const viewer = await fetch(`${rest}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { name } }' }),
    })
    expect(await viewer.json()).toEqual({ data: { viewer: { name: 'Ada Lovelace' } } })
  })

  test('keeps all of it on this machine: other addresses than 127.0.0.1 find nobody', async () => {
    const { mcpHttp, mcpSse, rest } = stack.playground
    for (const url of [stack.url, mcpHttp, mcpSse, rest]) {
      const port = Number(new URL(url).port)
      expect(await accepts('127.0.0.1', port), url).toBe(true)
      expect(await accepts('127.0.0.2', port), url).toBe(false)
      expect(await accepts('::1', port), url).toBe(false)
    }
  })

  test('leaves it to those who ask to end an idle connection', async () => {
    const { mcpHttp, mcpSse, rest } = stack.playground
    for (const url of [stack.url, `${stack.url}/rest/v1/`, rest, mcpHttp, mcpSse]) {
      const response = await fetch(new URL('no-such-path', url))
      const [, seconds] = /timeout=(\d+)/.exec(response.headers.get('keep-alive') ?? '') ?? []
      expect(Number(seconds), url).toBeGreaterThan(LONGEST_KEPT_S)
      await response.body?.cancel()
    }
  })

  test('refuses to run twice on the same data', async () => {
    await expect(startStack({ home: stack.home })).rejects.toThrow(/already runs on this data/)
  })

  test('says which port is taken', async () => {
    const { port } = new URL(stack.url)
    await expect(startStack({ env: { PORT: port } })).rejects.toThrow(
      new RegExp(`code 1:\nPort ${port} is taken by another program: [^\n]+$`),
    )
  })
})

test('however it ends, no process stays and the data does', async () => {
  const home = mkdtempSync(join(tmpdir(), 'patchbay-home-'))
  const ada = { email: 'ada@example.com', password: PASSWORD }
  try {
    const first = await startStack({ home })
    await clientOf(first).auth.signUp(ada)
    await endWith(first, 'SIGINT')

    const waits: number[] = []
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGINT'] as const) {
      const startedAt = performance.now()
      const again = await startStack({ home })
      waits.push((performance.now() - startedAt) / 1_000)
      expect(secondsOf(again.process.pid), 'a warm start').toBeLessThan(WARM_START_S)
      const { data } = await clientOf(again).auth.signInWithPassword(ada)
      expect(data.user?.email).toBe(ada.email)
      expect(again.secretKey).toBe(first.secretKey)
      expect(again.playground).toEqual(first.playground)
      await endWith(again, signal)
    }
    expect(Math.min(...waits), 'the quickest warm start').toBeLessThan(WARM_START_S)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}, 240_000)

test('Ctrl-C under npm leaves no process behind', async () => {
  const stack = await startStack({ command: ['npm', 'start'] })
  const pids = descendants(stack.process.pid)
  expect(pids.length).toBeGreaterThanOrEqual(4)
  // A terminal tells all of them at once.
  process.kill(-(stack.process.pid ?? 0), 'SIGINT')
  await expect.poll(() => pids.filter(isAlive)).toEqual([])
  await stack.stop()
}, 120_000)

test('npm run dev serves the sources, and starts a function anew when it was changed', async () => {
  const stack = await startStack({ mode: 'dev' })
  const page = await (await fetch(`${stack.url}/integrations`)).text()
  expect(page).toContain('/@vite/client')
  expect((await fetch(`${stack.url}/src/app/main.tsx`)).status).toBe(200)

  const before = descendants(stack.process.pid)
  const now = new Date()
  await utimes('supabase/functions/sealing-keys/index.ts', now, now)
  await expect.poll(() => before.filter((pid) => !isAlive(pid)).length).toBeGreaterThan(0)
  const keys = await fetch(`${stack.url}/functions/v1/sealing-keys`)
  expect(SealingKeySet.parse(await keys.json()).keys).toHaveLength(1)
  await stack.stop()
}, 120_000)

async function endWith(stack: Stack, signal: NodeJS.Signals): Promise<void> {
  const pids = descendants(stack.process.pid)
  expect(pids.length).toBeGreaterThanOrEqual(3)
  stack.process.kill(signal)
  await expect.poll(() => pids.filter(isAlive)).toEqual([])
}

test('with a Supabase project set, nothing embedded starts', async () => {
  const stack = await startStack({
    mode: 'dev',
    env: {
      VITE_SUPABASE_URL: 'https://abcdefghijklmnopqrst.supabase.co',
      VITE_SUPABASE_ANON_KEY: 'sb_publishable_elsewhere',
    },
  })
  expect(descendants(stack.process.pid)).toEqual([stack.process.pid])
  const response = await fetch(`${stack.url}/rest/v1/`, { headers: { accept: 'application/json' } })
  expect(response.status).toBe(404)
  await stack.stop()
}, 120_000)

describe('what stops it from starting is one sentence', () => {
  test.each<[string, StackOptions, RegExp]>([
    ['a folder it cannot write to', { home: '/dev/null/x' }, /Patchbay cannot write to /],
    ['a port that is none', { env: { PORT: 'http' } }, /PORT is "http": /],
    ['half a project', { env: { VITE_SUPABASE_URL: 'https://x.supabase.co' } }, /Set both /],
  ])('%s', async (_what, options, sentence) => {
    const error = await startStack(options).catch((thrown: unknown) => thrown)
    expect(String(error)).toMatch(sentence)
    expect(String(error).trim().split('\n')).toHaveLength(2)
  })

  test('no Deno for this platform', () => {
    const failing = () => {
      throw new Error('Could not find executable for @deno/plan9-mips')
    }
    expect(() => denoBinary(failing)).toThrow(/^Deno's binary for \S+ \S+ is missing: [^\n]+$/)
  })

  test.each([
    ['18.20.4', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['21.7.3', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['24.0.0', true],
  ])('Node %s: %s', (version, isGood) => {
    const check = () => requireNode(version)
    if (isGood) expect(check).not.toThrow()
    else expect(check).toThrow(/^Patchbay needs Node 20\.19 or newer [^\n]+$/)
  })
})

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port })
    socket.once('connect', () => done(true)).once('error', () => done(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** The process and all that came from it. */
function descendants(root = 0): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const found = [root]
  for (const parent of found) {
    for (const [pid = 0, ppid] of rows) if (ppid === parent) found.push(pid)
  }
  return found
}

/** What it and all that came from it have used of the processor. */
function secondsOf(root = 0): number {
  const pids = descendants(root).join(',')
  const times = execFileSync('ps', ['-o', 'time=', '-p', pids], { encoding: 'utf8' })
  const seconds = times
    .trim()
    .split('\n')
    .map((time) => time.split(':').reduce((total, part) => total * 60 + Number(part), 0))
  return seconds.reduce((total, one) => total + one, 0)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
