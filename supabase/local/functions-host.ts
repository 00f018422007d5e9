import type { Functions } from './functions.ts'

/** A request that goes on for longer than any test may is not waited for. */
const FINISH_WITHIN_MS = 120_000

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

/** Keeps a process of functions, and changes it for another without losing a request. */
export function hostFunctions(
  start: () => Promise<Functions>,
  onError: (error: unknown) => void,
): FunctionsHost {
  const posts = new Set<Post>()
  const post = (running: Promise<Functions>) => {
    const made = new Post(running)
    posts.add(made)
    return made
  }
  let current = post(start())
  let replacing: Promise<unknown> = Promise.resolve()

  async function replace(): Promise<void> {
    const next = post(start())
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
      current = post(old.stop().then(start))
      posts.delete(old)
      current.running.catch(onError)
    },
    replace() {
      const replaced = replacing.catch(() => {}).then(replace)
      replacing = replaced
      return replaced
    },
    async stop() {
      await Promise.all([...posts].map((each) => each.stop()))
    },
  }
}
