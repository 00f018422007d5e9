import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import type { PlaygroundAddresses } from '../catalogue/playground.ts'

const Port = z.int().check(z.minimum(0), z.maximum(65_535))
const Ports = z.object({ http: Port, sse: Port, api: Port })
export type Ports = z.infer<typeof Ports>

const fileIn = (home: string) => join(home, 'playground-ports.json')

/** The ports of last time; 0, any free one, before there was one. */
export function readPorts(home: string): Ports {
  try {
    return Ports.parse(JSON.parse(readFileSync(fileIn(home), 'utf8')))
  } catch {
    return { http: 0, sse: 0, api: 0 }
  }
}

export function rememberPorts(home: string, ports: Ports): void {
  writeFileSync(fileIn(home), JSON.stringify(ports))
}

const EVERYTHING = 'node_modules/@modelcontextprotocol/server-everything/dist/index.js'

/** Where the playground's servers are: MCP over Streamable HTTP, over SSE and as a command, and the API. */
export function playgroundAddresses({ http, sse, api }: Ports, root: string): PlaygroundAddresses {
  return {
    mcpCommand: { command: 'node', args: [join(root, EVERYTHING), 'stdio'] },
    mcpHttp: `http://127.0.0.1:${http}/mcp`,
    mcpSse: `http://127.0.0.1:${sse}/sse`,
    rest: `http://127.0.0.1:${api}`,
  }
}
