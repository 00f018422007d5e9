import { type Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { AuthMethod } from '../contract/auth.ts'
import type { McpUrlConfig } from '../contract/config.ts'
import type { McpFacts } from '../contract/report.ts'
import { abortable } from '../egress/resolver.ts'
import { stageOf } from './ladder.ts'
import { type McpTransport, mcpClient, mcpTransport } from './mcp-client.ts'
import { serverFacts } from './mcp-facts.ts'
import { stopForMcp } from './mcp-failure.ts'
import { listAll, listingEvidence } from './mcp-listing.ts'
import { type Observed, observe } from './mcp-observe.ts'
import { type Run, Stop } from './run.ts'

/** Ending a session is a courtesy to the server; nobody waits for it longer. */
const GOODBYE_MS = 200

/** Climbs from `reach` to the top: negotiates, then lists what the server says it has. */
export async function climbMcp(
  run: Run,
  config: McpUrlConfig,
  method: AuthMethod,
): Promise<McpFacts> {
  const observed = observe(run, config, method)
  const { fetch } = observed
  const transport = mcpTransport(config, { fetch, headers: run.presented.headers })
  const client = mcpClient(config, run.deadlineMs)
  const within = <T>(work: Promise<T>) =>
    abortable(Promise.race([work, observed.broken]), run.signal, () => new Stop('response_timeout'))
  run.atEnd(() => sayGoodbye(client, transport))
  try {
    await within(client.connect(transport, { timeout: run.deadlineMs }))
    const transportName = config.protocol === 'sse' ? 'sse' : 'streamable-http'
    const facts = serverFacts(client, transportName, run)
    run.ladder.pass('speak', [
      { label: 'Protocol', value: `MCP ${facts.protocol_version} (${facts.era})` },
      { label: 'Transport', value: facts.transport },
      { label: 'Server', value: `${facts.server.name} ${facts.server.version}`.trim() },
    ])
    const listing = await within(listAll(client, run))
    passAuthenticate(run, observed, method)
    run.ladder.pass('use', listingEvidence(listing))
    return { kind: 'mcp', ...facts, ...listing }
  } catch (error) {
    const stop = stopForMcp(error, run, observed, method)
    const isAccepted = observed.acceptedAt !== null && stageOf(stop.code) === 'use'
    if (isAccepted) passAuthenticate(run, observed, method)
    throw stop
  }
}

/** To be called when every list has ended: only then is it known that none refused the credential. */
function passAuthenticate({ ladder }: Run, { acceptedAt }: Observed, method: AuthMethod): void {
  const value = method === 'none' ? 'No credential is presented' : 'Credential accepted'
  ladder.pass('authenticate', [{ label: 'Auth', value }], acceptedAt ?? performance.now())
}

async function sayGoodbye(client: Client, transport: McpTransport): Promise<void> {
  const goodbye = async () => {
    if (transport instanceof StreamableHTTPClientTransport) await transport.terminateSession()
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GOODBYE_MS)
  })
  await Promise.race([goodbye().catch(() => {}), patience])
  clearTimeout(timer)
  await client.close().catch(() => {})
}
