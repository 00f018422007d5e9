import { ProtocolError, UnsupportedProtocolVersionError } from '@modelcontextprotocol/client'
import type { McpStdioConfig } from '../functions/_shared/contract/config.ts'
import type { Evidence } from '../functions/_shared/contract/report.ts'
import { launchOf, type Registry } from '../functions/_shared/probe/launcher.ts'
import { type Run, Stop, type StopFacts } from '../functions/_shared/probe/run.ts'
import { Broken, type Exit, type ServerProcess } from './server-process.ts'

const MAX_TAIL = 600
/** How a launcher says on stderr that its registry has no such package. */
const NO_PACKAGE: Record<Registry, RegExp> = {
  npm: /\bE404\b|404 Not Found|No matching version found/i,
  PyPI: /was not found in the package registry|No solution found when resolving|No matching distribution/i,
  images: /manifest (for .{1,300} not found|unknown)|pull access denied|repository does not exist/i,
}

/** Ends `reach` at the server's first word, which was heard some time ago. */
export function passReach({ ladder }: Run, { firstWordAt, pid }: ServerProcess): void {
  if (!ladder.isAt('reach')) return
  const evidence = pid === null ? [] : [{ label: 'Started', value: `process ${pid}` }]
  ladder.pass('reach', evidence, firstWordAt ?? performance.now())
}

/** Names what went wrong between the SDK and the process that it talks to. */
export function stopForServer(
  error: unknown,
  run: Run,
  config: McpStdioConfig,
  server: ServerProcess,
): Stop {
  if (error instanceof Stop && error.code !== 'response_timeout') return error
  const isListing = !run.ladder.isAt('reach') && !run.ladder.isAt('speak')
  const evidence = stderrEvidence(run, server)
  const stop = (code: Stop['code'], facts: StopFacts = {}) => new Stop(code, facts, evidence)
  const spawning = server.pid === null ? spawnCodeOf(error) : null
  if (spawning !== null) return stop('command_not_found', { detail: nameOf(config, spawning) })
  if (server.exit !== null) return ofExit(server.exit)
  if (isListing) return stop('listing_failed', { ...late(error, run), ...said(error, run) })
  if (error instanceof Broken) return ofBreakage(error)
  if (run.signal.aborted || error instanceof Stop) return silent()
  if (isVersion(error)) return stop('mcp_version_unsupported')
  if (/maximum size/.test(messageOf(error))) return stop('response_too_large')
  return stop('not_mcp', { ...said(error, run), isCommand: true })

  function ofExit(exit: Exit): Stop {
    const detail = wordsOf(exit)
    if (isListing) return stop('listing_failed', { detail: `it ended with ${detail}` })
    const wanted = launchOf(config)?.package
    if (wanted && NO_PACKAGE[wanted.registry].test(server.stderrTail())) {
      return stop('package_not_found', { detail: wanted.name })
    }
    return stop('process_crashed', { detail })
  }

  function ofBreakage({ breakage }: Broken): Stop {
    switch (breakage.what) {
      case 'exit':
        return ofExit(breakage.exit)
      case 'garbage':
        return stop('stdout_garbage', { said: run.redact(breakage.line, 160) })
      case 'flood':
        return stop('response_too_large', { detail: 'it does not stop talking' })
    }
  }

  function silent(): Stop {
    return server.firstWordAt === null ? stop('process_silent') : stop('response_timeout')
  }
}

function stderrEvidence(run: Run, server: ServerProcess): Evidence[] {
  const tail = [...run.redact(server.stderrTail(), Number.POSITIVE_INFINITY)]
  if (tail.length === 0) return []
  const shown = tail.length > MAX_TAIL ? `…${tail.slice(1 - MAX_TAIL).join('')}` : tail.join('')
  return [{ label: 'stderr', value: shown }]
}

/** ENOENT and its like, where the operating system did not start the program. */
function spawnCodeOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : null
}

function nameOf({ command }: McpStdioConfig, code: string): string {
  return code === 'ENOENT' ? command : `${command} that may be started (${code})`
}

function wordsOf({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : signal
}

function isVersion(error: unknown): boolean {
  return (
    error instanceof UnsupportedProtocolVersionError || /protocol version/i.test(messageOf(error))
  )
}

function late(error: unknown, { deadlineMs }: Run): StopFacts {
  if (!(error instanceof Stop)) return {}
  return { detail: `it took longer than ${Math.round(deadlineMs / 1_000)} s` }
}

/** JSON-RPC errors carry the server's own words. */
function said(error: unknown, run: Run): StopFacts {
  return error instanceof ProtocolError ? { said: run.redact(error.message, 160) } : {}
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
