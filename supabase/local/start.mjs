// `npm start`, `npm run dev` (--dev) and `npm run demo` (--demo). Node's own modules alone until the
// packages are there.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build-if-stale.mjs'
import { choosePort } from './choose-port.mjs'
import { installIfStale } from './install-if-stale.mjs'
import { requireNode } from './require-node.mjs'
import { StartError } from './start-error.mjs'

const startedAt = performance.now()
process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const isDev = process.argv.includes('--dev')
const isDemo = process.argv.includes('--demo')
const isForPictures = process.argv.includes('--pictures')
// Whatever the shell or a test runner says: `npm start` serves what would be hosted.
process.env.NODE_ENV = isDev ? 'development' : 'production'

try {
  requireNode()
  if (isDemo) await demoOnRunning()
  const port = await choosePort()
  await installIfStale()
  const vite = await import('vite')
  if (!isDev) await buildIfStale(vite)
  await serve(vite, port)
} catch (error) {
  fail(error)
}

async function serve(vite, port) {
  const listen = { host: '127.0.0.1', port, strictPort: true }
  const server = isDev
    ? await (await vite.createServer({ server: listen, logLevel: 'warn' })).listen()
    : await vite.preview({ preview: listen, logLevel: 'warn' })
  // Vite stops when stdin ends; under a service manager or in CI that is at once.
  process.stdin.removeAllListeners('end')
  stopWith(server)
  const { api } = server.config.plugins.find(({ name }) => name === 'patchbay:local-stack')
  try {
    await api.ready()
  } catch (error) {
    await server.close()
    throw error
  }
  const url = `http://127.0.0.1:${port}`
  announce(url, api.backend() === 'embedded')
  if (isDemo) announceDemo(await api.demo(server.config.root, isForPictures, url))
}

/** Where Patchbay runs already the demo is made there, and that is all. */
async function demoOnRunning() {
  await installIfStale()
  const vite = await import('vite')
  const { plugins, root } = await vite.resolveConfig({}, 'serve', 'production', 'production')
  const { api } = plugins.find(({ name }) => name === 'patchbay:local-stack')
  if (api.backend() !== 'embedded') {
    throw new StartError(
      'The demo is for the embedded backend alone, and VITE_SUPABASE_URL names a Supabase project: its data is left as it is.',
    )
  }
  const account = await api.demo(root, isForPictures)
  if (account === null) return
  announceDemo(account)
  process.exit(0)
}

function announceDemo({ url, email, password }) {
  process.stdout.write(
    `  The demo account has its ninety days, made anew: sign in at ${url}\n    ${email}\n    ${password}\n\n`,
  )
}

function announce(url, isEmbedded) {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  const next = isEmbedded
    ? `  Next: sign up with any e-mail address, then connect something from "Local playground".
  Mail that it would send, as for a new password, is at ${url}/local/mail`
    : '  It uses the Supabase project of VITE_SUPABASE_URL.'
  process.stdout.write(
    `\n  Patchbay is ready at ${url} (${seconds} s)\n${next}\n  Ctrl-C stops it.\n\n`,
  )
}

/** Ctrl-C, SIGTERM, or the parent gone: every part ends with this process. */
function stopWith(server) {
  let isStopping = false
  const stop = async () => {
    if (isStopping) process.exit(1)
    isStopping = true
    await server.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('SIGHUP', stop)
  // A parent that was killed outright passes no signal on.
  const parents = parentProcesses()
  setInterval(() => parents.every(isAlive) || stop(), 1_000).unref()
}

/** Who started this: under npm a shell, and npm itself behind it. */
function parentProcesses() {
  const parent = process.ppid
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return [parent]
  const { stdout } = spawnSync('ps', ['-o', 'ppid=', '-p', String(parent)], { encoding: 'utf8' })
  return [parent, Number(stdout) || parent]
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** One sentence for what the person can mend; for anything else the whole error. */
function fail(error) {
  const isExpected = error.name === 'StartError'
  process.stderr.write(`\n  ${isExpected ? error.message : error.stack}\n\n`)
  process.exit(1)
}
