import { createServer } from 'node:net'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import * as z from 'zod/mini'
import type { PlaygroundAddresses } from '../catalogue/playground.ts'
import { type Child, startChild } from './child-process.ts'
import { keepConnections } from './keep-connections.mjs'
import { playgroundApi } from './playground-api.ts'
import { type Ports, playgroundAddresses, readPorts, rememberPorts } from './playground-ports.ts'

const Ready = z.object({ http: z.int(), sse: z.int() })

/**
 * Starts the servers that a newcomer connects first, on the loopback ports that they had last time:
 * their addresses are in stored integrations.
 */
export async function startPlayground(
  root: string,
  home: string,
  onUnexpectedExit: (code: number | null) => void,
): Promise<Child & { addresses: PlaygroundAddresses }> {
  const wanted = await stillFree(readPorts(home))
  const server = createAdaptorServer({ fetch: playgroundApi().fetch })
  keepConnections(server)
  const api = await listen(server, wanted.api)
  try {
    const mcp = await startChild({
      name: 'playground',
      command: process.execPath,
      args: [join(root, 'supabase/local/playground-mcp.mjs'), `${wanted.http}`, `${wanted.sse}`],
      env: {},
      ready: Ready,
      onUnexpectedExit,
    })
    const ports: Ports = { ...mcp.ready, api }
    rememberPorts(home, ports)
    return {
      addresses: playgroundAddresses(ports, root),
      async stop() {
        server.close()
        await mcp.stop()
      },
    }
  } catch (error) {
    server.close()
    throw error
  }
}

/** The same ports, but 0 for each that another program has taken since. */
async function stillFree({ http, sse, api }: Ports): Promise<Ports> {
  const [freeHttp, freeSse, freeApi] = await Promise.all([http, sse, api].map(ifFree))
  return { http: freeHttp ?? 0, sse: freeSse ?? 0, api: freeApi ?? 0 }
}

async function ifFree(port: number): Promise<number> {
  const probe = createServer()
  try {
    await listen(probe, port)
    return port
  } catch {
    return 0
  } finally {
    probe.close()
  }
}

type Listening = Pick<ReturnType<typeof createServer>, 'listen' | 'once' | 'address'>

function listen(server: Listening, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
