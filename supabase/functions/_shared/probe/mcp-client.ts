import {
  Client,
  type ClientOptions,
  type FetchLike,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
import type { McpUrlConfig } from '../contract/config.ts'

export type McpTransport = StreamableHTTPClientTransport | SSEClientTransport

/** A client of both eras. `timeoutMs` is what finding out the server's era may take. */
export function mcpClient(
  { protocol }: Pick<McpUrlConfig, 'protocol'>,
  timeoutMs: number,
  options: ClientOptions = {},
): Client {
  const versionNegotiation = { mode: 'auto', probe: { timeoutMs } } as const
  return new Client(
    { name: 'patchbay', version: '1' },
    protocol === 'sse' ? options : { ...options, versionNegotiation },
  )
}

/** How the client reaches the server: through `fetch`, with `headers` on each request. */
export function mcpTransport(
  { protocol, url }: Pick<McpUrlConfig, 'protocol' | 'url'>,
  { fetch, headers }: { fetch: FetchLike; headers: Headers },
): McpTransport {
  // Redirects are egress's to judge; the SDK's own policy would stop it from following any.
  const shared = { fetch, redirectPolicy: 'follow', requestInit: { headers } } as const
  if (protocol === 'sse') return new SSEClientTransport(new URL(url), shared)
  return new StreamableHTTPClientTransport(new URL(url), {
    ...shared,
    onInsufficientScope: 'throw',
    // A server may end a stream before its answer and wait for the client to come back (MCP
    // 2025-11-25, "Sending Messages to the Server"), at the time that it says or after one second.
    reconnectionOptions: {
      maxRetries: 2,
      initialReconnectionDelay: 1_000,
      maxReconnectionDelay: 2_000,
      reconnectionDelayGrowFactor: 1.5,
    },
  })
}
