import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'patchbay-install-'))
const project = join(folder, 'project')
const upstream = join(folder, 'upstream')
afterAll(() => rmSync(folder, { recursive: true }))

/** As a pull brings it: a lockfile whose one dependency is a tarball, which needs no network. */
function pull(version: string): void {
  mkdirSync(join(upstream, 'plug'), { recursive: true })
  write('plug/package.json', { name: 'plug', version })
  write('package.json', { name: 'project', version: '1.0.0' })
  npm('pack', './plug')
  npm('install', '--package-lock-only', `./plug-${version}.tgz`)
  cpSync(upstream, project, { recursive: true })
}

const write = (file: string, content: unknown) =>
  writeFileSync(join(upstream, file), JSON.stringify(content))
const npm = (...args: string[]) =>
  execFileSync('npm', [...args, '--silent', '--offline'], { cwd: upstream })

/** What `npm start` does first, and what it prints. */
function start(): string {
  const script = JSON.stringify(resolve('supabase/local/install-if-stale.mjs'))
  const code = `await (await import(${script})).installIfStale()`
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: project,
    encoding: 'utf8',
  })
}

const installed = () =>
  JSON.parse(readFileSync(join(project, 'node_modules/plug/package.json'), 'utf8')).version

it('installs what is missing, once, and again when the lockfile has moved on', () => {
  pull('1.0.0')
  expect(start()).toContain('Installing packages')
  expect(installed()).toBe('1.0.0')
  expect(start()).toBe('')

  pull('1.1.0')
  expect(start()).toContain('Installing packages')
  expect(installed()).toBe('1.1.0')
  expect(start()).toBe('')

  rmSync(join(project, 'node_modules'), { recursive: true })
  expect(start()).toContain('Installing packages')
}, 60_000)
