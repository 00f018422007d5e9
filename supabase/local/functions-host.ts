import type { Functions } from './functions.ts'

/** A request that goes on for longer than any test may is not waited for. */
const FINISH_WITHIN_MS = 120_000
/** Before a process that died is started again: doubled each time that it did not live long. */
const REVIVE_AFTER_MS = 500
const REVIVE_AT_LATEST_MS = 60_000
const LIVED_LONG_MS = 60_000

export interface FunctionsHost {
  /** Settles when the first process can be used. */
  ready: Promise<unknown>
  /**
   * Where to pass a request on to; it counts as under way until `left` is called. `leaving` aborts
   * when another process takes over: what only waits there may go.
   */
  enter: () => Promise<{ target: string; left: () => void; leaving: AbortSignal }>
  /** Starts a new process at once: what the old one was doing is lost. */
  reload: () => void
  /**
   * Starts a new process, and lets the old one finish what it has begun. Resolves when only the new
   * one is there; rejects, and leaves everything as it was, when it does not start.
   */
  replace: () => Promise<void>
  stop: () => Promise<void>
}

/** One process of functions that requests are passed on to. */
class Post {
  #underWay = 0
  #onIdle = () => {}
  readonly #end = new AbortController()
  readonly leaving = this.#end.signal

  constructor(readonly running: Promise<Functions>) {
    running.catch(() => {})
  }

  enter(): () => void {
    this.#underWay++
    return () => {
      if (--this.#underWay === 0) this.#onIdle()
    }
  }

  /** For one that no further request enters. */
  async finish(): Promise<void> {
    const deadline = Date.now() + FINISH_WITHIN_MS
    this.#end.abort()
    await new Promise<void>((idle) => {
      this.#onIdle = idle
      if (this.#underWay === 0) idle()
      else setTimeout(idle, FINISH_WITHIN_MS).unref()
    })
    const functions = await this.running.catch(() => null)
    await functions?.finish(Math.max(0, deadline - Date.now()))
  }

  async stop(): Promise<void> {
    const functions = await this.running.catch(() => null)
    await functions?.stop()
  }
}

/**
 * Keeps a process of functions, and changes it for another without losing a request. One that dies is
 * started again; `start` is given what to call then.
 */
export function hostFunctions(
  start: (onDeath: () => void) => Promise<Functions>,
  onError: (error: unknown) => void,
): FunctionsHost {
  const posts = new Set<Post>()
  const stopping = new AbortController()
  const post = (before: Promise<unknown> = Promise.resolve()) => {
    const made: Post = new Post(before.then(() => start(() => made === current && revive())))
    posts.add(made)
    return made
  }
  let current = post()
  let replacing: Promise<unknown> = Promise.resolve()
  let reviveAfterMs = REVIVE_AFTER_MS
  let livesSince = Date.now()

  function revive(): void {
    const livedLong = Date.now() - livesSince > LIVED_LONG_MS
    reviveAfterMs = livedLong ? REVIVE_AFTER_MS : Math.min(2 * reviveAfterMs, REVIVE_AT_LATEST_MS)
    posts.delete(current)
    const next = post(pause(reviveAfterMs, stopping.signal))
    become(next)
    next.running.catch(() => stopping.signal.aborted || next !== current || revive())
  }

  function become(next: Post): void {
    current = next
    next.running.then(
      () => (livesSince = Date.now()),
      (error: unknown) => stopping.signal.aborted || onError(error),
    )
  }

  async function replace(): Promise<void> {
    const next = post()
    try {
      await next.running
    } catch (error) {
      posts.delete(next)
      throw error
    }
    const old = current
    current = next
    await old.finish()
    posts.delete(old)
  }

  return {
    ready: current.running,
    async enter() {
      const entered = current
      const left = entered.enter()
      try {
        return { target: (await entered.running).target, left, leaving: entered.leaving }
      } catch (error) {
        left()
        throw error
      }
    },
    reload() {
      const old = current
      posts.delete(old)
      become(post(old.stop()))
    },
    replace() {
      const replaced = replacing.catch(() => {}).then(replace)
      replacing = replaced
      return replaced
    },
    async stop() {
      stopping.abort()
      await Promise.all([...posts].map((each) => each.stop()))
    },
  }
}

/** Rejects when it is given up. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
