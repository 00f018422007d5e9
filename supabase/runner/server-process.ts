import { ChildProcess } from 'node:child_process'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { ProcessTree } from './process-tree.ts'

/** As much as egress reads of one answer. */
const MAX_MESSAGE_BYTES = 2 * 1_048_576
/** Of all that it says in one test. */
const MAX_STDOUT_BYTES = 16 * 1_048_576
/** What is not MCP shows at the beginning, and so far it is looked for. */
const HEAD_BYTES = 8_192
const STDERR_KEPT = 4_000
/** Some print a greeting before they speak MCP: whoever does not speak it soon after never will. */
const AFTER_GARBAGE_MS = 5_000
/** For what is still in the pipes when the process has ended. */
const DRAIN_MS = 200

/** How a process ended: its exit status, or the signal that ended it. */
export interface Exit {
  code: number | null
  signal: string | null
}

export type Breakage =
  | { what: 'exit'; exit: Exit }
  | { what: 'garbage'; line: string }
  | { what: 'flood' }

/** Why the conversation cannot go on. */
export class Broken extends Error {
  override readonly name = 'Broken'
  constructor(readonly breakage: Breakage) {
    super(breakage.what)
  }
}

export interface ServerCommand {
  command: string
  args: string[]
  /** What it sees beyond PATH, HOME and their like. */
  env: Record<string, string>
  cwd: string
}

/**
 * An MCP server that runs as a child of this process, without a shell. As a subclass the official
 * transport negotiates in place: the base class would start a second server, unseen, just to ask.
 */
export class ServerProcess extends StdioClientTransport {
  /** Rejects with Broken as soon as nothing more can come of it; never resolves. */
  readonly broken: Promise<never>
  /** When it said its first word on stdout (performance.now()). */
  firstWordAt: number | null = null
  exit: Exit | null = null
  readonly #breakWith: (reason: Broken) => void
  #tree: ProcessTree | null = null
  #ending: Promise<void> | null = null
  #head = ''
  #bytes = 0
  #stderr = ''
  #isStderrCut = false
  #garbageTimer: ReturnType<typeof setTimeout> | undefined
  #isForgiven = false

  constructor(command: ServerCommand) {
    super({ ...command, stderr: 'pipe', maxBufferSize: MAX_MESSAGE_BYTES })
    const { promise, reject } = Promise.withResolvers<never>()
    promise.catch(() => {})
    this.broken = promise
    this.#breakWith = reject
    this.stderr?.on('data', (chunk) => this.#keepStderr(String(chunk)))
  }

  /** Rejects once it was ended: a conversation that was given up begins no process any more. */
  override async start(): Promise<void> {
    if (this.#ending !== null) throw new Error('It was ended before it began')
    const spawned = super.start()
    const child: unknown = Reflect.get(this, '_process')
    // At once: whoever ends it may do so before the system has said that it runs.
    if (child instanceof ChildProcess) this.#tree = new ProcessTree(child)
    await spawned
    if (!(child instanceof ChildProcess)) {
      // The SDK keeps the child to itself, and tells neither its exit status nor what it says.
      throw new Error('The stdio transport keeps its process elsewhere than it did')
    }
    child.stdout?.on('data', (chunk: Uint8Array) => this.#hear(chunk))
    child.once('exit', (code, signal) => this.#leave({ code, signal }))
  }

  /** The SDK calls this when it gives up; who started the process ends it, and waits for that. */
  override close(): Promise<void> {
    return Promise.resolve()
  }

  /** Ends it and all that it started. `patienceMs`: between closing stdin, SIGTERM and SIGKILL. */
  end(patienceMs: number): Promise<void> {
    clearTimeout(this.#garbageTimer)
    this.#ending ??= this.#tree?.end(patienceMs) ?? Promise.resolve()
    return this.#ending
  }

  /** It speaks MCP: what else it prints is forgiven. */
  forgiveGarbage(): void {
    this.#isForgiven = true
    clearTimeout(this.#garbageTimer)
  }

  /** The last that it wrote to stderr: never from the middle of a word, which may be a secret's. */
  stderrTail(): string {
    return this.#isStderrCut ? this.#stderr.replace(/^\S*/, '') : this.#stderr
  }

  #keepStderr(text: string): void {
    const whole = this.#stderr + text
    this.#isStderrCut ||= whole.length > STDERR_KEPT
    this.#stderr = whole.slice(-STDERR_KEPT)
  }

  #hear(chunk: Uint8Array): void {
    this.firstWordAt ??= performance.now()
    this.#bytes += chunk.byteLength
    if (this.#bytes > MAX_STDOUT_BYTES) this.#breakWith(new Broken({ what: 'flood' }))
    if (this.#isForgiven || this.#garbageTimer || this.#head.length >= HEAD_BYTES) return
    this.#head += new TextDecoder().decode(chunk.subarray(0, HEAD_BYTES))
    const line = garbageIn(this.#head)
    if (line === null) return
    this.#garbageTimer = setTimeout(
      () => this.#breakWith(new Broken({ what: 'garbage', line })),
      AFTER_GARBAGE_MS,
    )
  }

  #leave(exit: Exit): void {
    this.exit = exit
    setTimeout(() => this.#breakWith(new Broken({ what: 'exit', exit })), DRAIN_MS)
  }
}

/** The first line that is no JSON-RPC message, or the beginning of one too long to be none. */
function garbageIn(head: string): string | null {
  const lines = head.split('\n')
  const last = lines.pop() ?? ''
  const isMessage = (line: string) => line.trim() === '' || /^\s*\{.*"jsonrpc"/.test(line)
  const found = lines.find((line) => !isMessage(line))
  if (found !== undefined) return found
  return last.length >= HEAD_BYTES && !/^\s*\{/.test(last) ? last : null
}
