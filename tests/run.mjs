// `npm test`: every test there is, then one line with the sum. Fails when anything fails or nothing ran.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
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

const firstLine = (text = 'no message') => stripVTControlCharacters(text).split('\n', 1)[0]

function named(file, titles, message) {
  return `${relative('.', file)} › ${titles.filter(Boolean).join(' › ')}\n  ${firstLine(message)}`
}

/** A file that could not be run has failed as a whole, and has no tests. */
function failuresOfVitest({ testResults = [] }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [named(name, ['the file'], message)]
    return failed.map((one) =>
      named(name, [...one.ancestorTitles, one.title], one.failureMessages[0]),
    )
  })
}

function failuresOfPlaywright({ suites = [], errors = [], config }) {
  const inSuite = ({ title, suites = [], specs = [] }, above = []) => {
    const titles = [...above, title]
    const failed = specs.flatMap(({ file, title, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ results }) => {
          const error = results.find((result) => result.error)?.error
          return named(join(config.rootDir, file), [...titles.slice(1), title], error?.message)
        }),
    )
    return [...failed, ...suites.flatMap((suite) => inSuite(suite, titles))]
  }
  const outside = errors.map(({ message, location }) =>
    named(location?.file ?? 'tests/e2e', ['outside of tests'], message),
  )
  return [...suites.flatMap((suite) => inSuite(suite)), ...outside]
}

function vitest() {
  const file = join(results, 'vitest.json')
  const { status } = run('vitest', [
    'run',
    '--project=unit',
    '--project=db',
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
    failures: report ? failuresOfVitest(report) : [],
  }
}

function playwright() {
  const file = join(results, 'playwright.json')
  const { status } = run('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  const report = readResults(file)
  const stats = report?.stats
  // A test that passes only when tried again has failed.
  const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0)
  return {
    passed: stats?.expected ?? 0,
    failed: failed + (status !== 0 && failed === 0 ? 1 : 0),
    skipped: stats?.skipped ?? 0,
    failures: report ? failuresOfPlaywright(report) : [],
  }
}

const parts = [vitest(), playwright()]
rmSync(results, { recursive: true, force: true })
const sum = (key) => parts.reduce((total, part) => total + part[key], 0)
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
// Logs are cut from the top: what failed comes last.
for (const failure of parts.flatMap(({ failures }) => failures))
  console.info(`\nFailed: ${failure}`)
console.info(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`)
process.exit(sum('failed') > 0 || parts.some(({ passed }) => passed === 0) ? 1 : 0)
