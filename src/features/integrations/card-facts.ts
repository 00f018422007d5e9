import type { TypeOutline } from '@contract/outline'
import { placeOf } from '@contract/outline'
import type { StageResult } from '@contract/report'
import type { IntegrationCardRow } from '@contract/rows'
import { STAGES, type Stage } from '@contract/stage'
import type { ConnectionStatus } from '@contract/status'
import { needsAuthorization } from '@/services/needs-authorization'
import type { Strip } from '@/services/strips'
import { standingStatus } from './standing-status'

const KIND_BADGES: Record<TypeOutline['type'], string> = {
  mcp: 'MCP',
  vendor: 'API',
  custom: 'Custom',
}

/** What kind of thing a type connects. */
export function badgeOf({ type, defaults }: Pick<TypeOutline, 'type' | 'defaults'>): string {
  return type === 'vendor' && defaults.kind === 'ssh' ? 'SSH' : KIND_BADGES[type]
}

type PrimaryAction = 'finish' | 'edit' | 'reconnect' | 'authorize' | 'test' | 'connect'

const PRIMARY_ACTIONS: Record<ConnectionStatus, PrimaryAction> = {
  connected: 'test',
  disconnected: 'connect',
  error: 'reconnect',
  testing: 'test',
  configuring: 'finish',
}

/** The one thing to do next; while it is tested, still what it was before. */
export function primaryActionOf(row: IntegrationCardRow): PrimaryAction {
  if (needsAuthorization(row)) return 'authorize'
  const action = PRIMARY_ACTIONS[standingStatus(row)]
  return row.config === null && action !== 'finish' ? 'edit' : action
}

export type CardInfo =
  | { kind: 'unreadable' }
  | { kind: 'failure'; label: string; stage: Stage; message: string }
  | { kind: 'facts'; host: string; fact: string | null; ms: number | null }

/** The line that earns its place: where a failing one fails, else where it is and what it has. */
export function infoOf(row: IntegrationCardRow): CardInfo {
  if (row.config === null) return { kind: 'unreadable' }
  if (row.status === 'error' && row.last_error) {
    const { stage, http_status, message } = row.last_error
    // "Failed" for an answer of 200 too: its status would read as a success.
    if (http_status === null || http_status < 400) {
      return { kind: 'failure', label: 'Failed', stage, message }
    }
    // "GitHub answered 401: the token was refused." The number is said once.
    const [, reason] = message.split(` answered ${http_status}: `)
    return {
      kind: 'failure',
      label: String(http_status),
      stage,
      message: reason ? capitalised(reason) : message,
    }
  }
  const isTested = row.status !== 'configuring'
  return {
    kind: 'facts',
    host: placeOf(row.config),
    fact: isTested ? factOf(row) : null,
    ms: isTested ? row.duration_ms : null,
  }
}

function factOf({ config, tool_count, tools_capped, account }: IntegrationCardRow): string | null {
  if (config?.kind !== 'mcp') return account
  if (tool_count === null) return null
  if (tools_capped) return `${tool_count.toLocaleString('en')}+ tools`
  return tool_count === 1 ? '1 tool' : `${tool_count.toLocaleString('en')} tools`
}

/** What stands after the status word. `at` is a moment to be told as "checked … ago" or "since …". */
export type StatusNote =
  | { kind: 'checked'; at: string }
  | { kind: 'since'; at: string }
  | { kind: 'text'; text: string }

/** `strip`: its last checks. One of them may have failed and not be enough to call it an error. */
export function noteOf(row: IntegrationCardRow, strip: Strip | undefined): StatusNote {
  switch (row.status) {
    case 'connected':
      if (strip?.bars.at(-1)?.tone === 'bad') return { kind: 'text', text: 'last check failed' }
      return { kind: 'checked', at: row.last_checked_at ?? row.status_since }
    case 'error':
    case 'disconnected':
      return { kind: 'since', at: row.status_since }
    case 'configuring':
      return {
        kind: 'text',
        text: row.last_checked_at === null ? 'never tested' : 'changed, not tested',
      }
    case 'testing':
      return { kind: 'text', text: '' }
  }
}

/** The rung that a test is on, by those it has behind it. */
export function runningStage(done: readonly StageResult[] | undefined): string {
  return done ? (STAGES[done.length] ?? 'use') : ''
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
