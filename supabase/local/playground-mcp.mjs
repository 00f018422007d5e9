// The "everything" MCP server over Streamable HTTP and over SSE, on loopback alone: its own launcher
// binds every interface, and one of its tools shows the environment. Ports: argv, 0 for any free one.
import { Server } from 'node:net'
import { keepConnections } from './keep-connections.mjs'

const ports = process.argv.slice(2).map(Number)
const listen = Server.prototype.listen
const opened = []

Server.prototype.listen = function listenOnLoopback(port, ...rest) {
  keepConnections(this)
  opened.push(new Promise((resolve) => this.once('listening', () => resolve(this.address().port))))
  return listen.call(this, { port: Number(port), host: '127.0.0.1' }, ...rest)
}

// Both print every message they see.
console.log = () => {}
console.error = () => {}

// Each module reads PORT and listens when it is imported; there is no other way to start one.
for (const [index, transport] of ['streamableHttp', 'sse'].entries()) {
  process.env.PORT = String(ports[index])
  await import(`@modelcontextprotocol/server-everything/dist/transports/${transport}.js`)
}
const [http, sse] = await Promise.all(opened)
process.stdout.write(`${JSON.stringify({ http, sse })}\n`)

// The parent holds our stdin open. When it closes, the parent is gone, however it went.
process.stdin.resume().on('end', () => process.exit(0))
