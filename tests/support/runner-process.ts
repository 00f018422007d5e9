import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RunnerCode, type RunnerRow } from '../../supabase/functions/_shared/contract/runner.ts'
import { denoArguments } from '../../supabase/runner/deno-arguments.mjs'
import type { Person } from './person.ts'
import { denoBinary } from './runtimes.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A runner as a person starts it. */
export class RunnerProcess {
  readonly home: string
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  /** All that it has printed so far. */
  output = ''

  /** Without the launcher of `npm run runner`, so that a signal reaches it. */
  constructor(args: string[], home = mkdtempSync(join(tmpdir(), 'patchbay-runner-'))) {
    this.home = home
    this.#child = spawn(denoBinary('deno'), [...denoArguments(ROOT), ...args], {
      env: { ...process.env, PATCHBAY_RUNNER_HOME: home, RUNNERS_OWN: 'not for servers' },
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#ended = new Promise((resolve) => this.#child.once('exit', resolve))
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk) => {
        this.output += String(chunk)
        this.#child.emit('printed')
      })
    }
  }

  /** Resolves when it has printed that; rejects when it ends without. */
  async says(text: string): Promise<void> {
    const ended = this.#ended.then((code) => {
      if (this.output.includes(text)) return
      throw new Error(`The runner ended with code ${code}:\n${this.output}`)
    })
    const said = new Promise<void>((resolve) => {
      const look = () => this.output.includes(text) && resolve()
      this.#child.on('printed', look)
      look()
    })
    await Promise.race([said, ended])
  }

  ends(): Promise<number | null> {
    return this.#ended
  }

  /** Ends it as the signal does, and resolves when it has; its home stays. */
  async kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill(signal)
    await this.#ended
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.home, { recursive: true, force: true })
  }
}

/** A code from the function, as the page asks for one. */
export async function askForCode(person: Person): Promise<string> {
  const response = await person.call('runner/code', { method: 'POST' })
  return RunnerCode.parse(await response.json()).code
}

/** The runners that a person sees. */
export async function runnersOf({ db }: Person): Promise<RunnerRow[]> {
  const { data, error } = await db.from('runners').select().order('created_at')
  if (error) throw error
  return data
}

/** A runner of that person's, once it waits for jobs. */
export async function startRunner(
  person: Person,
  url: string,
  args: string[] = [],
): Promise<RunnerProcess> {
  const runner = new RunnerProcess(['--url', url, '--code', await askForCode(person), ...args])
  await runner.says('Ready for the tests of')
  return runner
}
