// `npm test`: every test there is, then one line with the sum. Fails when anything fails or nothing ran.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './support/chromium.mjs'

const results = mkdtempSync(join(tmpdir(), 'patchbay-tests-'))
const env = { ...process.env, CHROMIUM_PATH: ensureChromium(), LITE_TELEMETRY: '0' }

function run(command, args, extraEnv = {}) {
  return spawnSync('npx', ['--no-install', command, ...args], {
    stdio: 'inherit',
    env: { ...env, ...extraEnv },
    shell: process.platform === 'win32',
  })
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function vitest() {
  const file = join(results, 'vitest.json')
  const { status } = run('vitest', [
    'run',
    '--project=unit',
    '--project=node',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const report = readResults(file)
  return {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + (status !== 0 && !report?.numFailedTests ? 1 : 0),
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  }
}

function playwright() {
  const file = join(results, 'playwright.json')
  const { status } = run('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  const stats = readResults(file)?.stats
  // A test that passes only when tried again has failed.
  const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0)
  return {
    passed: stats?.expected ?? 0,
    failed: failed + (status !== 0 && failed === 0 ? 1 : 0),
    skipped: stats?.skipped ?? 0,
  }
}

const parts = [vitest(), playwright()]
rmSync(results, { recursive: true, force: true })
const sum = (key) => parts.reduce((total, part) => total + part[key], 0)
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
console.info(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`)
process.exit(sum('failed') > 0 || parts.some(({ passed }) => passed === 0) ? 1 : 0)
