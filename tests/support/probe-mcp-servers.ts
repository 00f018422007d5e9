import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer as createPort } from 'node:net'
import { dirname, join } from 'node:path'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { bodyOf, startUpstream, type Upstream } from './upstream-server.ts'

const require = createRequire(import.meta.url)

/** The reference server of the MCP project, as its own process. */
export async function startEverything(mode: 'streamableHttp' | 'sse') {
  const port = await freePort()
  const folder = dirname(require.resolve('@modelcontextprotocol/server-everything/package.json'))
  const child = spawn(process.execPath, [join(folder, 'dist/index.js'), mode], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('server-everything ended at once')))
    child.stderr.on('data', (chunk: Buffer) => {
      if (/listening|running/i.test(chunk.toString())) resolve()
    })
  })
  return {
    url: `http://localhost:${port}/${mode === 'sse' ? 'sse' : 'mcp'}`,
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** A server that speaks MCP 2026-07-28 only, built on the official SDK. */
export async function startModern(): Promise<Upstream> {
  const handler = createMcpHandler(
    () => {
      const server = new McpServer({ name: 'modern-fixture', version: '3.1.4' })
      server.registerTool('greet', { description: 'Says hello' }, async () => ({
        content: [{ type: 'text', text: 'Hello' }],
      }))
      return server
    },
    { legacy: 'reject' },
  )
  return startUpstream(async (request, response) => {
    const body = await bodyOf(request)
    const answer = await handler.fetch(
      new Request(`http://${request.headers.host}${request.url}`, {
        method: request.method ?? 'GET',
        headers: Object.entries(request.headers).map(([name, value]): [string, string] => [
          name,
          String(value),
        ]),
        ...(body === '' ? {} : { body }),
      }),
    )
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
}

async function freePort(): Promise<number> {
  const server = createPort()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
