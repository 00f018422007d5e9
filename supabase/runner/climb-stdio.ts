import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { commandLine } from '../functions/_shared/contract/command-line.ts'
import type { McpStdioConfig } from '../functions/_shared/contract/config.ts'
import type { McpFacts } from '../functions/_shared/contract/report.ts'
import { abortable } from '../functions/_shared/egress/resolver.ts'
import { serverFacts } from '../functions/_shared/probe/mcp-facts.ts'
import { listAll, listingEvidence } from '../functions/_shared/probe/mcp-listing.ts'
import type { RunnerClimbs } from '../functions/_shared/probe/probe.ts'
import { type Run, Stop } from '../functions/_shared/probe/run.ts'
import { variablesOf } from '../functions/_shared/probe/variables.ts'
import { Broken, type ServerCommand, ServerProcess } from './server-process.ts'
import { passReach, stopForServer } from './stdio-failure.ts'

/** A server of the old era may ignore the new era's question; one that `npx` must fetch first is late. */
const MODERN_WITHIN_MS = 20_000

export interface StdioSettings {
  /** May this command be started here? */
  isApproved: (config: McpStdioConfig, signal: AbortSignal) => Promise<boolean>
  approveWith: (config: McpStdioConfig) => string
  /** Hears of what is still to be ended when the report stands. */
  onEnding: (ending: Promise<void>) => void
  /** How long a server is waited for after stdin closed, and again after SIGTERM. */
  patienceMs: () => number
}

/** Starts the command and climbs: `reach` is that it runs, and lasts until its first word. */
export function createClimbStdio(settings: StdioSettings): RunnerClimbs['stdio'] {
  return async (run, config, secrets) => {
    const { ladder, signal } = run
    const env = variablesOf(config, secrets)
    const command = { label: 'Command', value: run.redact(commandLine(config), 200) }
    if (!(await settings.isApproved(config, signal))) {
      const detail = commandLine(config)
      throw new Stop('command_not_approved', { detail, allowWith: settings.approveWith(config) })
    }
    ladder.pass('configure', [command])

    const folder = await realpath(await mkdtemp(join(tmpdir(), 'patchbay-')))
    const started: ServerProcess[] = []
    run.atEnd(async () => settings.onEnding(clearAway(started, folder, settings.patienceMs())))
    const start = () => {
      const server = new ServerProcess({ ...pick(config), env, cwd: folder })
      started.push(server)
      return server
    }
    return await converse(run, config, start)
  }
}

function pick({ command, args }: McpStdioConfig): Pick<ServerCommand, 'command' | 'args'> {
  return { command, args }
}

async function converse(
  run: Run,
  config: McpStdioConfig,
  start: () => ServerProcess,
): Promise<McpFacts> {
  let server = start()
  try {
    const within = <T>(work: Promise<T>) =>
      abortable(Promise.race([work, server.broken]), run.signal, () => new Stop('response_timeout'))
    let client = await within(connect(server, run, 'auto')).catch((error: unknown) => {
      if (server.exit === null && !isClosed(error)) throw error
      return null
    })
    if (client === null) {
      // Several SDKs of the old era end at any question before `initialize`: asked as they want it.
      server = start()
      client = await within(connect(server, run, 'legacy'))
    }
    server.forgiveGarbage()
    passReach(run, server)
    const facts = serverFacts(client, 'stdio', run)
    run.ladder.pass('speak', [
      { label: 'Protocol', value: `MCP ${facts.protocol_version} (${facts.era})` },
      { label: 'Transport', value: 'stdio' },
      { label: 'Server', value: `${facts.server.name} ${facts.server.version}`.trim() },
    ])
    run.ladder.pass('authenticate', [{ label: 'Auth', value: givenTo(config) }])
    const listing = await within(listAll(client, run))
    run.ladder.pass('use', listingEvidence(listing))
    return { kind: 'mcp', ...facts, ...listing }
  } catch (error) {
    throw stopForServer(error, run, config, server)
  }
}

async function connect(server: ServerProcess, run: Run, mode: 'auto' | 'legacy'): Promise<Client> {
  const negotiation = { mode, probe: { timeoutMs: MODERN_WITHIN_MS } }
  const client = new Client({ name: 'patchbay', version: '1' }, { versionNegotiation: negotiation })
  await client.connect(server, { timeout: run.deadlineMs })
  return client
}

/** The SDK's own word for a server that ended while it was asked. */
function isClosed(error: unknown): boolean {
  return error instanceof Broken
    ? error.breakage.what === 'exit'
    : error instanceof Error && /connection closed/i.test(error.message)
}

function givenTo({ env }: McpStdioConfig): string {
  return env.length === 0 ? 'No credential is presented' : `Given to it: ${env.join(', ')}`
}

async function clearAway(
  servers: readonly ServerProcess[],
  folder: string,
  patienceMs: number,
): Promise<void> {
  await Promise.all(servers.map((server) => server.end(patienceMs)))
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}
