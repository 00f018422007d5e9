import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

test('a build for a project talks to that project alone', async () => {
  const dist = mkdtempSync(join(tmpdir(), 'patchbay-dist-'))
  try {
    await run(
      process.execPath,
      ['node_modules/vite/bin/vite.js', 'build', '--outDir', dist, '--emptyOutDir'],
      {
        env: {
          ...process.env,
          NODE_ENV: 'production',
          VITE_SUPABASE_URL: 'https://abcdefghijklmnopqrst.supabase.co',
          VITE_SUPABASE_ANON_KEY: 'sb_publishable_elsewhere',
        },
      },
    )
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
  } finally {
    rmSync(dist, { recursive: true, force: true })
  }

  function read(file: string): string {
    return readFileSync(join(dist, file), 'utf8')
  }
}, 60_000)

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
}, 30_000)
