import type { Client } from '@modelcontextprotocol/client'
import type { McpFacts } from '../contract/report.ts'
import type { Run } from './run.ts'

/** What a server told of itself when versions were negotiated. */
export function serverFacts(
  client: Client,
  transport: McpFacts['transport'],
  { redact }: Pick<Run, 'redact'>,
): Pick<McpFacts, 'era' | 'protocol_version' | 'transport' | 'server'> {
  const server = client.getServerVersion()
  return {
    era: client.getProtocolEra() ?? 'legacy',
    protocol_version: redact(client.getNegotiatedProtocolVersion() ?? 'unknown', 40),
    transport,
    server: {
      name: redact(server?.title ?? server?.name ?? 'unnamed', 100),
      version: redact(server?.version ?? '', 40),
    },
  }
}
