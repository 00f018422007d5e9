import {
  ProtocolError,
  SdkError,
  SdkErrorCode,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/client'
import type { AuthMethod } from '../contract/auth.ts'
import { egressErrorIn } from '../egress/egress-error.ts'
import { judgeStatus } from './judge-status.ts'
import { stageOf } from './ladder.ts'
import type { Observed } from './mcp-observe.ts'
import { type Run, Stop, stopFor } from './run.ts'

/** Names what went wrong between the SDK and the server: network first, then status, then protocol. */
export function stopForMcp(error: unknown, run: Run, observed: Observed, method: AuthMethod): Stop {
  if (error instanceof Stop && stageOf(error.code) !== 'speak') {
    if (run.ladder.isAt('speak')) skipSpeak(run, error.facts.status)
    return error
  }
  const network = egressErrorIn(error)
  if (network !== null) return stopFor(network, run)
  if (run.signal.aborted || isTimeout(error)) return timeout(run)
  const refused = stopForRefusal(run, observed, method)
  if (refused !== null) return refused
  return run.ladder.isAt('speak') || run.ladder.isAt('reach')
    ? stopForNegotiation(error, run, observed)
    : new Stop('listing_failed', said(error, run))
}

function timeout({ ladder, deadlineMs }: Run): Stop {
  const detail = `it took longer than ${Math.round(deadlineMs / 1_000)} s`
  if (ladder.isAt('reach'))
    return new Stop('unreachable', { detail: 'connected, but no answer in time' })
  return ladder.isAt('speak')
    ? new Stop('response_timeout')
    : new Stop('listing_failed', { detail })
}

function stopForRefusal(run: Run, { refusal }: Observed, method: AuthMethod): Stop | null {
  const judged = refusal && judgeStatus(refusal, method, run.isExpired)
  if (!judged) return null
  const stop = new Stop(judged.code, judged.facts)
  const { status } = refusal
  const answered = { status, detail: `it answered HTTP ${status}` }
  if (!run.ladder.isAt('speak')) return new Stop('listing_failed', answered)
  if (stageOf(judged.code) === 'authenticate') {
    skipSpeak(run, status)
  }
  return judged.code === 'unexpected_status' ? new Stop('not_mcp', answered) : stop
}

function skipSpeak({ ladder }: Run, status = 401): void {
  ladder.skip('speak', [{ label: 'Skipped', value: `HTTP ${status} came before MCP was spoken` }])
}

function stopForNegotiation(error: unknown, run: Run, { last }: Observed): Stop {
  const status = last === null ? {} : { status: last.status }
  const type = last?.headers.get('content-type') ?? ''
  if (
    error instanceof UnsupportedProtocolVersionError ||
    /protocol version/i.test(messageOf(error))
  ) {
    return new Stop('mcp_version_unsupported', status)
  }
  if (/html/i.test(type)) {
    return new Stop('not_mcp', { ...status, detail: 'it answered with a web page' })
  }
  if (hasCause(error, SyntaxError) || /JSON/.test(messageOf(error))) {
    return new Stop('invalid_json', status)
  }
  return new Stop('not_mcp', { ...status, ...said(error, run) })
}

/** JSON-RPC errors carry the server's own words; the SDK's other messages may quote URLs and bodies. */
function said(error: unknown, run: Run): { said?: string } {
  return error instanceof ProtocolError ? { said: run.redact(error.message, 160) } : {}
}

function isTimeout(error: unknown): boolean {
  if (error instanceof Stop) return error.code === 'response_timeout'
  return error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

function hasCause(error: unknown, kind: typeof SyntaxError): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof kind) return true
  return false
}
