// `npm start` and `npm run dev` (--dev). Node's own modules alone until the packages are there.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build-if-stale.mjs'
import { choosePort } from './choose-port.mjs'
import { installIfStale } from './install-if-stale.mjs'
import { requireNode } from './require-node.mjs'

const startedAt = performance.now()
process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const isDev = process.argv.includes('--dev')
// Whatever the shell or a test runner says: `npm start` serves what would be hosted.
process.env.NODE_ENV = isDev ? 'development' : 'production'

try {
  requireNode()
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
  announce(`http://127.0.0.1:${port}`, api.backend() === 'embedded')
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
