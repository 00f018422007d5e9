import { spawn } from 'node:child_process'
import type { RequestListener, ServerResponse } from 'node:http'
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
  return startUpstream(listenerOf((request) => handler.fetch(request)))
}

/** Node's way to listen, for a handler of web requests. */
export function listenerOf(handle: (request: Request) => Promise<Response>): RequestListener {
  return async (request, response) => {
    const body = await bodyOf(request)
    const answer = await handle(
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
  }
}

/** A result, or the status of a refusal. */
type LegacyAnswer = object | number

export interface LegacyServer {
  /** By method: at once, or after a while. */
  answers: Record<string, (params: { cursor?: string }) => LegacyAnswer | Promise<LegacyAnswer>>
  headers?: Record<string, string>
  /** What a notification is answered with: 202 and nothing more, unless given. */
  notified?: (response: ServerResponse) => void
  /** How long the end of a session takes. */
  goodbyeMs?: number
}

/** A server of the legacy era with sessions, over Streamable HTTP. */
export const legacyServer = ({ answers, headers = {}, notified, goodbyeMs = 0 }: LegacyServer) =>
  startUpstream(async (request, response) => {
    if (request.method === 'DELETE') return setTimeout(() => response.end(), goodbyeMs)
    if (request.method !== 'POST') return response.writeHead(405).end()
    const { id, method, params } = JSON.parse(await bodyOf(request))
    if (id === undefined) {
      return notified ? notified(response) : response.writeHead(202).end()
    }
    const answer = await answers[method]?.(params ?? {})
    if (typeof answer === 'number') return response.writeHead(answer, headers).end()
    const error = { code: -32601, message: 'Method not found' }
    const body = answer === undefined ? { error } : { result: answer }
    response.setHeader('content-type', 'application/json')
    response.setHeader('mcp-session-id', 'session-1')
    return response.end(JSON.stringify({ jsonrpc: '2.0', id, ...body }))
  })

/** The same, of which only the answers matter. */
export const legacy = (answers: LegacyServer['answers']) => legacyServer({ answers })

export const initialize = (capabilities: object) => () => ({
  protocolVersion: '2025-06-18',
  capabilities,
  serverInfo: { name: 'fixture', version: '1.0.0' },
})

async function freePort(): Promise<number> {
  const server = createPort()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
