import { type ChildProcess, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { AuthMethod } from '../../supabase/functions/_shared/contract/auth.ts'
import type { StageResult } from '../../supabase/functions/_shared/contract/report.ts'
import type { TypeDefaults } from '../../supabase/functions/_shared/contract/type-defaults.ts'
import type { ProbeResult } from '../../supabase/functions/_shared/probe/probe.ts'
import type { OpenedSecret } from '../../supabase/functions/_shared/sealing/open-credentials.ts'
import { denoBinary, type RuntimeName } from './runtimes.ts'

export interface WireSubject {
  type: { name: string; auth_methods: readonly AuthMethod[]; defaults: TypeDefaults }
  config: unknown
  authMethod: AuthMethod
  secrets: [string, OpenedSecret][]
}

export interface ProbeCall {
  id: number
  subject: WireSubject
  deps: { allowPrivate: boolean; deadlineMs?: number }
}

export interface ProbeAnswer {
  id: number
  result?: ProbeResult
  error?: string
  events: StageResult[]
  wallMs: number
}

export interface Told {
  result: ProbeResult
  events: StageResult[]
  wallMs: number
}

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = join(HERE, '../..')

/** A Deno process that probes. */
export class ProbeRunner {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (answer: ProbeAnswer) => void>()
  #count = 0
  readonly #died: Promise<never>
  stderr = ''

  constructor(npmName: RuntimeName, harnessName = 'probe-harness.ts') {
    const flags = ['run', '--no-check', '--node-modules-dir=manual', '--allow-all']
    const authority = join(HERE, 'upstream-certificates/authority.crt')
    const harness = join(HERE, harnessName)
    this.#child = spawn(denoBinary(npmName), [...flags, '--cert', authority, harness], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#died = new Promise((_, reject) => {
      this.#child.once('exit', () => reject(new Error(`Deno ended: ${this.stderr}`)))
    })
    // Who waits for an answer hears of it; without one it is how `stop` ends.
    this.#died.catch(() => {})
    const { stdout, stderr } = this.#child
    if (!stdout || !stderr) throw new Error('The child has no pipes')
    stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString()
    })
    createInterface({ input: stdout }).on('line', (line) => {
      const answer: ProbeAnswer = JSON.parse(line)
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
    })
  }

  async probe(subject: WireSubject, deps: Partial<ProbeCall['deps']> = {}): Promise<Told> {
    const id = ++this.#count
    const call: ProbeCall = { id, subject, deps: { allowPrivate: true, ...deps } }
    const answered = new Promise<ProbeAnswer>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#child.stdin?.write(`${JSON.stringify(call)}\n`)
    })
    const answer = await Promise.race([answered, this.#died])
    if (!answer.result) throw new Error(`The probe rejected: ${answer.error}`)
    return { result: answer.result, events: answer.events, wallMs: answer.wallMs }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.stdin?.end()
    await ended
  }
}
