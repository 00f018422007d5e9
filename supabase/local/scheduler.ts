import * as z from 'zod/mini'
import type { PostAsService } from './backend.ts'

const TICK_MS = 1_000
/** Tests whose function died are rare, and end by themselves when the next begins. */
const RELEASE_EVERY_MS = 10_000
/** Hours that are over are counted into their days by it. */
const CHORES_EVERY_MS = 60_000
/** Calls of one function under way at once: on one machine more would only crowd each other. */
const CALLS_AT_ONCE = 4

const FunctionsToCall = z.array(z.object({ name: z.string(), times: z.int() }))

export interface Schedule {
  asService: PostAsService
  /** Posts to the function of that name, showing it the schedule's secret. Rejects unless it succeeds. */
  callFunction: (name: string) => Promise<void>
  warn: (message: string) => void
}

/** Does what pg_cron and pg_net do on Supabase. Returns what stops it. */
export function startScheduler({ asService, callFunction, warn }: Schedule): () => void {
  const underWay = new Map<string, number>()
  const failing = new Set<string>()
  let isStopped = false

  /** Says that something fails when it begins to, and not each second. */
  async function tried(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      failing.delete(what)
    } catch (error) {
      if (!isStopped && !failing.has(what)) warn(`The schedule cannot ${what}: ${error}`)
      failing.add(what)
    }
  }

  function call(name: string): void {
    underWay.set(name, (underWay.get(name) ?? 0) + 1)
    tried(`call ${name}`, () => callFunction(name)).finally(() => {
      underWay.set(name, (underWay.get(name) ?? 1) - 1)
    })
  }

  async function callWhatHasToDo(): Promise<void> {
    const wanted = FunctionsToCall.parse(await asService('/rest/v1/rpc/functions_to_call', {}))
    for (const { name, times } of wanted) {
      const room = CALLS_AT_ONCE - (underWay.get(name) ?? 0)
      for (let calls = Math.min(times, room); calls > 0; calls--) call(name)
    }
  }

  const post = (name: string) => async () => {
    await asService(`/rest/v1/rpc/${name}`, {})
  }
  const stops = [
    repeat(TICK_MS, () => tried('ask what is to do', callWhatHasToDo)),
    repeat(RELEASE_EVERY_MS, () => tried('end dead tests', post('release_stale_tests'))),
    // At once: a stack that people start for an hour a week is rarely up for long.
    repeat(CHORES_EVERY_MS, () => tried('do its chores', post('do_chores')), TICK_MS),
  ]
  return () => {
    isStopped = true
    for (const stop of stops) stop()
  }
}

/** Again and again, `ms` after the last time has ended; first after `firstMs`. */
function repeat(ms: number, work: () => Promise<void>, firstMs = ms): () => void {
  let timer = setTimeout(run, firstMs)
  let isStopped = false
  async function run() {
    await work()
    if (!isStopped) timer = setTimeout(run, ms)
  }
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
