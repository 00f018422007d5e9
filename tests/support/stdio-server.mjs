// MCP servers over stdio, each with a fault of its own: `node stdio-server.mjs <behaviour> …`.
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { McpServer } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'

const [behaviour, ...rest] = process.argv.slice(2)
const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const sleepForever = () => setInterval(() => {}, 60_000)

const CAPABLE = { capabilities: { tools: {} }, serverInfo: { name: behaviour, version: '1.0' } }
const TOOLS = { tools: [{ name: 'greet', inputSchema: { type: 'object' } }] }
const UNKNOWN = { code: -32601, message: 'Method not found' }

/** By the 2025 era's handshake; `over` replaces single answers. */
function legacy(over = {}) {
  const answers = {
    initialize: ({ protocolVersion }) => ({ result: { protocolVersion, ...CAPABLE } }),
    'tools/list': () => ({ result: TOOLS }),
    ...over,
  }
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method, params } = JSON.parse(line)
    if (id === undefined) return
    const answer = answers[method]?.(params) ?? { error: UNKNOWN }
    if (!(answer instanceof Promise)) say({ id, ...answer })
  })
}

function modern() {
  serveStdio(
    () => {
      const server = new McpServer({ name: 'modern', version: '3.1' })
      server.registerTool('greet', {}, async () => ({ content: [] }))
      return server
    },
    { legacy: 'reject' },
  )
}

const BEHAVIOURS = {
  legacy,
  modern,
  /** As several SDKs do it: the first word must be `initialize`. */
  strict: () => legacy({ 'server/discover': () => process.exit(1) }),
  crash() {
    process.stderr.write(`cannot start: the key ${process.env.API_KEY} is no good\n`)
    process.exit(3)
  },
  silent: sleepForever,
  garbage() {
    process.stdout.write('Listening on port 3000\nPress Ctrl-C\n')
    sleepForever()
  },
  greeting() {
    process.stdout.write('Welcome!\n')
    legacy()
  },
  /** Its versions are of another time. */
  old: () =>
    legacy({ initialize: () => ({ result: { protocolVersion: '1999-01-01', ...CAPABLE } }) }),
  refusing: () =>
    legacy({ initialize: () => ({ error: { code: -32000, message: 'The licence has run out' } }) }),
  'never lists': () => legacy({ 'tools/list': () => new Promise(() => {}) }),
  'dies listing': () =>
    legacy({
      'tools/list': () => {
        process.stderr.write('out of memory\n')
        process.exit(137)
      },
    }),
  /** One line that never ends. */
  flood() {
    const more = () => process.stdout.write(`{"jsonrpc"${'x'.repeat(65_536)}`, more)
    more()
  },
  /** Tells what it was given, as its tools. */
  environment: () =>
    legacy({
      'tools/list': () => ({
        result: {
          tools: [...Object.keys(process.env), `cwd ${process.cwd()}`].map((name) => ({
            name,
            inputSchema: { type: 'object' },
          })),
        },
      }),
    }),
  /** Ends only when it is killed, and so does what it started. Tells both numbers in `file`. */
  stubborn() {
    const [file] = rest
    const child = spawn(process.execPath, [process.argv[1], 'deaf'], { stdio: 'ignore' })
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
    writeFileSync(file, JSON.stringify([process.pid, child.pid]))
    legacy()
    sleepForever()
  },
  deaf() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
    sleepForever()
  },
  /** Leaves a child behind, and goes when it should. */
  orphaning() {
    const [file] = rest
    const child = spawn(process.execPath, [process.argv[1], 'deaf'], { stdio: 'ignore' })
    writeFileSync(file, JSON.stringify([process.pid, child.pid]))
    legacy()
    process.stdin.on('end', () => process.exit(0))
  },
  /** Speaks when `file` is there; tells in `file.started` that it waits. */
  waiting() {
    const [file] = rest
    writeFileSync(`${file}.started`, String(process.pid))
    const timer = setInterval(() => {
      if (!existsSync(file)) return
      clearInterval(timer)
      legacy()
    }, 50)
  },
}

BEHAVIOURS[behaviour]()
