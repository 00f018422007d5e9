import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { EgressSettings } from '../../supabase/functions/_shared/egress/egress.ts'
import { denoBinary, type RuntimeName } from './runtimes.ts'

export interface EgressCall {
  /** By host name, what its name server answers: each answer once, and the last one for ever. */
  names: Record<string, string[][]>
  settings: Pick<EgressSettings, 'allowPrivate' | 'isConfidential'>
  admit?: string
  /** One after the other. */
  fetch?: string[]
}

export interface EgressTold {
  /** `admitted`, or the code of what refused it. */
  admitted: string | null
  /** Each request's HTTP status, or the code that it failed with. */
  fetched: unknown[]
  /** The host names that were looked up. */
  asked: string[]
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Makes requests through egress in a Deno of its own. */
export async function egressIn(npmName: RuntimeName, call: EgressCall): Promise<EgressTold> {
  const flags = ['run', '--no-check', '--node-modules-dir=manual', '--allow-all']
  const child = spawn(denoBinary(npmName), [...flags, 'tests/support/egress-harness.ts'], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(call))
  return JSON.parse(await text(child.stdout))
}
