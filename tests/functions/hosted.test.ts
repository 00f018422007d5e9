import { type ChildProcess, spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiErrorBody } from '../../supabase/functions/_shared/contract/errors.ts'
import { SealingKeySet } from '../../supabase/functions/_shared/contract/sealing.ts'
import { denoBinary, RUNTIMES, type RuntimeName } from '../support/runtimes.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LISTENING = /http:\/\/127\.0\.0\.1:\d+/

/**
 * A function as it is deployed: its folder and `_shared`, with the packages that its own deno.json
 * names and no others. A project's package.json would lend it what it forgot to name.
 */
function deploy(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-deployed-'))
  const functions = join(ROOT, 'supabase/functions')
  for (const part of [name, '_shared']) {
    cpSync(join(functions, part), join(folder, part), { recursive: true })
  }
  const { imports }: { imports: Record<string, string> } = JSON.parse(
    readFileSync(join(folder, name, 'deno.json'), 'utf8'),
  )
  const dependencies: Record<string, string> = {}
  for (const specifier of Object.values(imports)) {
    const [, pinned = '', version = ''] =
      /^npm:((?:@[\w-]+\/)?[\w.-]+)@([\d.]+)/.exec(specifier) ?? []
    dependencies[pinned] = version
    const link = join(folder, 'node_modules', pinned)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', pinned), link, 'junction')
  }
  // Deno 2.1 finds packages that are there already by this file alone.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies }))
  return folder
}

/** Serves it as the hosted runtime does: `deno serve` with its own deno.json. */
async function serve(
  npmName: RuntimeName,
  folder: string,
  name: string,
  env: Record<string, string>,
) {
  const place = join(folder, name)
  const child = spawn(
    denoBinary(npmName),
    [
      'serve',
      '--no-check',
      '--no-lock',
      '--no-remote',
      '--node-modules-dir=manual',
      '--allow-all',
      '--host=127.0.0.1',
      '--port=0',
      `--config=${join(place, 'deno.json')}`,
      join(place, 'index.ts'),
    ],
    { cwd: place, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  return { child, url: await listening(child) }
}

function listening({ stdout, stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const url = LISTENING.exec(output)?.[0]
      if (url) resolve(url)
    }
    stdout?.on('data', read)
    stderr?.on('data', read)
    stderr?.once('end', () => reject(new Error(`It does not start: ${output}`)))
  })
}

describe.each(RUNTIMES)('On $runtime, with its own deno.json alone,', ({ npmName }) => {
  const folders: string[] = []
  const children: ChildProcess[] = []
  const start = async (name: string, env: Record<string, string> = {}) => {
    const folder = deploy(name)
    folders.push(folder)
    const { child, url } = await serve(npmName, folder, name, env)
    children.push(child)
    return url
  }
  let sealingKeys: string
  beforeAll(async () => {
    const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
    const jwk = { ...(await exportJWK(privateKey)), kid: 'k-1', use: 'enc', alg: 'ECDH-ES' }
    sealingKeys = JSON.stringify([jwk])
  })
  afterAll(async () => {
    await Promise.all(
      children.map((child) => {
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGKILL')
        return ended
      }),
    )
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  test('sealing-keys answers with its public keys', async () => {
    const url = await start('sealing-keys', { SEALING_KEYS: sealingKeys })
    const response = await fetch(url)
    expect(response.status).toBe(200)
    const { keys } = SealingKeySet.parse(await response.json())
    expect(keys.map(({ kid }) => kid)).toEqual(['k-1'])
  })

  test('reseal-credentials hears the project’s secret keys, and no key that they took the place of', async () => {
    const url = await start('reseal-credentials', {
      SEALING_KEYS: sealingKeys,
      SUPABASE_URL: 'http://127.0.0.1:9',
      SUPABASE_SERVICE_ROLE_KEY: 'old-service-role',
      SUPABASE_SECRET_KEYS: '{"default":"sb_secret_one","tools":"sb_secret_two"}',
    })
    const ask = (headers: Record<string, string>) =>
      fetch(url, { method: 'POST', body: '{}', headers })
    for (const headers of [{}, { apikey: 'old-service-role' }, { apikey: 'sb_secret_on' }]) {
      expect((await ask(headers)).status).toBe(401)
    }
    // Let in, and told that its request says nothing.
    expect((await ask({ apikey: 'sb_secret_one' })).status).toBe(400)
    expect((await ask({ authorization: 'Bearer sb_secret_two' })).status).toBe(400)
  })

  test('runner asks for a token, and knows its own paths alone', async () => {
    const url = await start('runner')
    const status = async (path: string) =>
      (await fetch(`${url}/runner/${path}`, { method: 'POST', body: '{}' })).status
    expect(await status('code')).toBe(401)
    expect(await status('claim')).toBe(401)
    expect(await status('pair')).toBe(400)
    expect(await status('else')).toBe(404)
  })

  test('deliver-alerts hears the schedule, and persons on their own paths', async () => {
    const url = await start('deliver-alerts', {
      SCHEDULE_SECRET: 'of-the-schedule',
      SUPABASE_URL: 'http://127.0.0.1:9',
      SUPABASE_SERVICE_ROLE_KEY: 'service-role',
    })
    const ask = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(`${url}/deliver-alerts${path}`, { method: 'POST', headers, body: '{}' })).status
    expect(await ask('')).toBe(401)
    expect(await ask('/test')).toBe(401)
    expect(await ask('/offer', { 'x-schedule-secret': 'of-the-schedule' })).toBe(401)
    // Let in, and then without a database.
    expect(await ask('', { 'x-schedule-secret': 'of-the-schedule' })).toBe(500)
  })

  test('test-connection asks who is there', async () => {
    const url = await start('test-connection')
    const response = await fetch(url, { method: 'POST', body: '{}' })
    expect(response.status).toBe(401)
    expect(ApiErrorBody.parse(await response.json()).error.code).toBe('unauthorized')
  })

  test('check-health hears the schedule’s secret alone, and nobody where none is set', async () => {
    const ask = async (url: string, headers: Record<string, string>) =>
      (await fetch(url, { method: 'POST', headers })).status
    const url = await start('check-health', { SCHEDULE_SECRET: 'of-the-schedule' })
    expect(await ask(url, {})).toBe(401)
    expect(await ask(url, { 'x-schedule-secret': 'of-the-schedul' })).toBe(401)
    // Let in: it lacks the project's address.
    expect(await ask(url, { 'x-schedule-secret': 'of-the-schedule' })).toBe(500)
    expect(await ask(await start('check-health'), { 'x-schedule-secret': '' })).toBe(500)
  })

  test('oauth asks who is there, but not who comes back from an authorization server', async () => {
    const url = await start('oauth', {
      SUPABASE_URL: 'https://project.test',
      PAGE_URL: 'https://patchbay.test/ https://other.test',
    })
    const begun = await fetch(`${url}/oauth/start`, { method: 'POST', body: '{}' })
    expect(begun.status).toBe(401)
    const back = await fetch(`${url}/oauth/callback?code=c`, { redirect: 'manual' })
    expect(back.status).toBe(303)
    expect(back.headers.get('location')).toBe(
      'https://patchbay.test/oauth/callback#error=authorization_expired',
    )
  })

  test('oauth says which setting is missing when it is not told where the page is', async () => {
    const url = await start('oauth', { SUPABASE_URL: 'https://project.test' })
    const back = await fetch(`${url}/oauth/callback?code=c`, { redirect: 'manual' })
    expect(back.status).toBe(503)
    expect(ApiErrorBody.parse(await back.json()).error.message).toContain('PAGE_URL')
  })
})
