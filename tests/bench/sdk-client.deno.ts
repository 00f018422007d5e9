// The SDK's own connect + list, timed: what test-connection is measured against. One line in, one out.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

const [url = ''] = Deno.args
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())

for await (const _line of lines) {
  const startedAt = performance.now()
  const client = new Client(
    { name: 'baseline', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto', probe: { timeoutMs: 5_000 } } },
  )
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  await client.listTools()
  const ms = performance.now() - startedAt
  await client.close()
  console.info(ms)
}
