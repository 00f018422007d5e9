import { type ChildProcess, execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const LOOK_EVERY_MS = 1_000
const LOOK_AGAIN_MS = 100

/** `key` tells a process apart from a later one that was given its number. */
interface Process {
  pid: number
  parent: number
  key: string
}

/**
 * Whatever a process starts, and what that starts. One whose parent has ended belongs to nobody any
 * more, so they are looked for all the time and not only at the end.
 */
export class ProcessTree {
  readonly #root: ChildProcess
  readonly #seen = new Set<string>()
  readonly #timer: ReturnType<typeof setInterval>

  constructor(root: ChildProcess) {
    this.#root = root
    const look = () => this.#look().catch(() => {})
    this.#timer = setInterval(look, LOOK_EVERY_MS)
    look()
  }

  /**
   * Closes stdin, waits, asks with SIGTERM, waits, and kills: until nothing is left.
   * `patienceMs`: how long each wait is at most.
   */
  async end(patienceMs: number): Promise<void> {
    clearInterval(this.#timer)
    if (process.platform === 'win32') return await this.#endOnWindows(patienceMs)
    await this.#look()
    this.#root.stdin?.on('error', () => {}).end()
    if (await this.#isGone(patienceMs)) return
    await this.#signal('SIGTERM')
    if (await this.#isGone(patienceMs)) return
    await this.#signal('SIGKILL')
    await this.#isGone(patienceMs)
  }

  /** The numbers of those that still run. */
  async #look(): Promise<number[]> {
    const all = await runningProcesses()
    const { pid: rootPid, exitCode, signalCode } = this.#root
    const hasRoot = rootPid !== undefined && exitCode === null && signalCode === null
    if (all === null) return hasRoot ? [rootPid] : []
    const ours = new Set(
      all
        .filter(({ pid, key }) => this.#seen.has(key) || (hasRoot && pid === rootPid))
        .map(({ pid }) => pid),
    )
    // Parents come before their children only by chance: again, until nothing is added.
    for (let before = -1; before !== ours.size; ) {
      before = ours.size
      for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid)
    }
    for (const { pid, key } of all) if (ours.has(pid)) this.#seen.add(key)
    return [...ours]
  }

  async #isGone(patienceMs: number): Promise<boolean> {
    for (const until = Date.now() + patienceMs; ; ) {
      if ((await this.#look()).length === 0) return true
      if (Date.now() > until) return false
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    for (const pid of await this.#look()) {
      try {
        process.kill(pid, signal)
      } catch {
        // It has ended since.
      }
    }
  }

  async #endOnWindows(patienceMs: number): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#root.once('exit', () => resolve()))
    this.#root.stdin?.on('error', () => {}).end()
    const patience = new Promise<void>((resolve) => setTimeout(resolve, patienceMs))
    if (this.#root.exitCode === null) await Promise.race([ended, patience])
    // By its number even where it has gone itself: what it started may be there.
    await run('taskkill', ['/PID', String(this.#root.pid), '/T', '/F']).catch(() => {})
  }
}

/** By POSIX `ps`; one that has ended and was not asked for yet (Z) is none. Null without a `ps`. */
async function runningProcesses(): Promise<Process[] | null> {
  const listing = await run('ps', ['-A', '-o', 'pid=,ppid=,stat=,lstart='], {
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  }).catch(() => null)
  if (listing === null) return null
  return listing.stdout.split('\n').flatMap((line) => {
    const [, pid, parent, state, startedAt] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? []
    if (!startedAt || state?.startsWith('Z')) return []
    return [{ pid: Number(pid), parent: Number(parent), key: `${pid} ${startedAt}` }]
  })
}
