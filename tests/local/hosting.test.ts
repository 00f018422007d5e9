import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { resolveConfig } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildIfStale } from '../../supabase/local/build-if-stale.mjs'

const run = promisify(execFile)

const PROJECT = {
  VITE_SUPABASE_URL: 'https://abcdefghijklmnopqrst.supabase.co',
  VITE_SUPABASE_ANON_KEY: 'sb_publishable_elsewhere',
}

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Vite's own way to build; resolves with what it says, rejects with what is wrong. */
function build(dist: string, settings: Record<string, string>) {
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--outDir', dist, '--emptyOutDir']
  return run(process.execPath, vite, {
    env: { ...process.env, NODE_ENV: 'production', ...PROJECT, ...settings },
  })
}

describe('a build for a project', () => {
  const dist = mkdtempSync(join(tmpdir(), 'patchbay-dist-'))
  const read = (file: string) => readFileSync(join(dist, file), 'utf8')

  beforeAll(() => build(dist, { VITE_PAGE_URL: 'https://hub.example.com' }), 60_000)
  afterAll(() => rmSync(dist, { recursive: true, force: true }))

  test('talks to that project alone', () => {
    const policy = /Content-Security-Policy: (.*)/.exec(read('_headers'))?.[1]
    expect(policy).toContain(
      "; connect-src 'self' https://abcdefghijklmnopqrst.supabase.co wss://abcdefghijklmnopqrst.supabase.co;",
    )
    expect(policy).not.toContain('*')
    expect(read('_redirects')).toContain('/index.html  200')

    const scripts = readdirSync(join(dist, 'assets')).map((name) => read(`assets/${name}`))
    expect(scripts.some((script) => script.includes('sb_publishable_elsewhere'))).toBe(true)
    expect(scripts.some((script) => script.includes('sb_publishable_patchbay-local'))).toBe(false)
    // No inline script or style could run under that policy.
    expect(read('index.html')).not.toMatch(/<script>|<style|style=|onload=/)
  })

  test('tells authorization servers who it is, and where people come back to', () => {
    expect(JSON.parse(read('client-metadata.json'))).toEqual({
      client_id: 'https://hub.example.com/client-metadata.json',
      client_name: 'Patchbay',
      client_uri: 'https://hub.example.com',
      redirect_uris: ['https://abcdefghijklmnopqrst.supabase.co/functions/v1/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      application_type: 'web',
      token_endpoint_auth_method: 'none',
    })
  })

  test('tells them nothing where the page has no address of its own', () => {
    expect(existsSync('dist/index.html')).toBe(true)
    expect(existsSync('dist/client-metadata.json')).toBe(false)
  })

  test.each(['http://hub.example.com', 'https://hub.example.com/app', 'hub'])(
    'is not made with %s for the page’s address',
    async (page) => {
      for (const [name, value] of Object.entries({ ...PROJECT, VITE_PAGE_URL: page })) {
        vi.stubEnv(name, value)
      }
      // With which every build begins.
      const settings = resolveConfig({}, 'build', 'production', 'production')
      await expect(settings).rejects.toThrow('VITE_PAGE_URL is the https address')
    },
  )

  test('is built anew before it is served for another backend, and only then', async () => {
    const builds: string[] = []
    const npmStartFor = async (backend: string, env: Partial<typeof PROJECT>) => {
      const build = async () => {
        // Or React would be the one for its developers, in a page that a test runner has built.
        expect(process.env.NODE_ENV).toBe('production')
        builds.push(backend)
      }
      await buildIfStale({ loadEnv: () => env, build }, dist)
    }
    await npmStartFor('the same project', PROJECT)
    expect(builds).toEqual([])
    await npmStartFor('the embedded one', {})
    await npmStartFor('the project under a new key', { ...PROJECT, VITE_SUPABASE_ANON_KEY: 'new' })
    expect(builds).toEqual(['the embedded one', 'the project under a new key'])
    expect(process.env.NODE_ENV).toBe('test')
  })
})

test('the Supabase CLI understands config.toml whole', async () => {
  // Nobody listens on that port: it reads the configuration, and then finds no database.
  const nowhere = 'postgresql://nobody:none@127.0.0.1:1/none'
  const failed = await run(
    process.execPath,
    ['node_modules/supabase/dist/supabase.js', 'migration', 'list', `--remote=${nowhere}`],
    { env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', NO_COLOR: '1' } },
  ).catch((error: unknown) => String(error))
  expect(failed).toContain('ECONNREFUSED')
  expect(failed).not.toMatch(/config\.toml|WARN|Invalid/)
})
