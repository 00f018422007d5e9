// `npm run runner`: finds Deno, and gives way to the runner itself.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { requireNode } from '../local/require-node.mjs'
import { denoArguments } from './deno-arguments.mjs'

try {
  requireNode()
} catch (error) {
  fail(error.message)
}
const root = fileURLToPath(new URL('../..', import.meta.url))
const child = spawn(denoBinary(), [...denoArguments(root), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, DENO_NO_UPDATE_CHECK: '1' },
})
// A terminal tells both of Ctrl-C; this process stays until the runner has ended what it started.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.once('error', (error) => fail(`Deno does not start: ${error.message}`))
child.once('exit', (code) => process.exit(code ?? 1))

function denoBinary() {
  try {
    return createRequire(import.meta.url)('deno/install_api.cjs').runInstall()
  } catch {
    return fail(
      `Deno's binary for ${process.platform} ${process.arch} is missing: run "npm ci --include=optional" in Patchbay's folder and start again.`,
    )
  }
}

function fail(sentence) {
  process.stderr.write(`\n  ${sentence}\n\n`)
  process.exit(1)
}
