// Runs the client suite of @modelcontextprotocol/conformance against our own probe and OAuth code:
// every scenario that either revision requires must pass, and for the reason that it is about.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'

/** How many scenarios a revision requires of a client: a set that has shrunk proves less. */
const REQUIRED = { '2026-07-28': 32, '2025-11-25': 18 }

const require = createRequire(import.meta.url)
const deno = require('deno/install_api.cjs').runInstall()
const suite = dirname(require.resolve('@modelcontextprotocol/conformance/package.json'))
const flags = ['run', '--no-check', '--node-modules-dir=manual', '--allow-all']

const driver = spawn(deno, [...flags, join(import.meta.dirname, 'driver.deno.ts')], {
  stdio: ['ignore', 'pipe', 'pipe'],
})
const driverSaid = text(driver.stderr)
const failures = []
try {
  const port = await firstLine(driver)
  for (const [revision, count] of Object.entries(REQUIRED)) {
    const required = requiredBy(revision)
    const { passed, said } = await run(revision, port)
    const failed = required.filter((name) => !passed.has(name))
    console.info(`${revision}: ${required.length - failed.length} of ${count} required scenarios`)
    if (required.length !== count) failures.push(`${revision} requires ${required.length}`)
    if (failed.length > 0) failures.push(`${revision} fails ${failed.join(', ')}`, said)
    failures.push(...(await wrongWith(required, port)))
  }
} finally {
  driver.kill()
}
if (failures.length > 0) {
  for (const failure of [...failures, await driverSaid]) console.error(failure)
  process.exitCode = 1
}

/** The scenarios under `client:` of the suite's own list. */
function requiredBy(revision) {
  const yaml = readFileSync(join(suite, `requirements/${revision}.yaml`), 'utf8')
  const [, block = ''] = /^client:\n((?: {2}- .*\n)+)/m.exec(yaml) ?? []
  return [...block.matchAll(/^ {2}- (\S+)$/gm)].map(([, name]) => name)
}

/** The suite wants Node 22 or later; our Deno does too. */
async function run(revision, port) {
  const command = `"${process.execPath}" "${join(import.meta.dirname, 'client.mjs')}" ${port}`
  const child = spawn(
    deno,
    [
      ...flags,
      join(suite, 'dist/index.js'),
      'client',
      ...['--requirements', revision, '--timeout', '120000', '--verbose', '--command', command],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)])
  const passed = [...out.matchAll(/^✓ (\S+): [1-9]/gm)].map(([, name]) => name)
  return { passed: new Set(passed), said: `${out}\n${said}` }
}

/** The suite takes any failure of a client for the refusal that it hopes for; the driver does not. */
async function wrongWith(required, port) {
  const wrong = await (await fetch(`http://127.0.0.1:${port}`)).json()
  return wrong.filter(({ scenario }) => required.includes(scenario)).map(({ said }) => said)
}

async function firstLine({ stdout }) {
  for await (const line of createInterface({ input: stdout })) return line
  throw new Error('The driver ended at once.')
}
