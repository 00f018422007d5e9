import type { RunnerJob } from '../functions/_shared/contract/runner.ts'
import { type Hub, Revoked } from './hub.ts'
import type { Log } from './terminal.ts'

/** Each may be a process with a language runtime of its own. */
const MAX_AT_ONCE = 4
const BACK_OFF_MS = [500, 1_000, 2_000, 5_000, 10_000]

export interface ServeSettings {
  hub: Hub
  /** Makes one test; must not reject. */
  runJob: (job: RunnerJob, signal: AbortSignal) => Promise<void>
  log: Log
  signal: AbortSignal
}

/**
 * Takes jobs until `signal` aborts, whatever the network does, and resolves when the last has ended.
 * Rejects with Revoked when the token is no good any more: what runs is broken off.
 */
export async function serveJobs({ hub, runJob, log, signal }: ServeSettings): Promise<void> {
  const revoked = new AbortController()
  const until = AbortSignal.any([signal, revoked.signal])
  const running = new Set<Promise<void>>()
  let failures = 0
  try {
    while (!signal.aborted) {
      if (running.size >= MAX_AT_ONCE) {
        await Promise.race(running)
        continue
      }
      try {
        const job = await hub.claim(until)
        if (failures > 1) log('Connected again.')
        failures = 0
        if (job !== null) {
          const work: Promise<void> = runJob(job, until).finally(() => running.delete(work))
          running.add(work)
        }
      } catch (error) {
        if (signal.aborted) break
        if (error instanceof Revoked) throw error
        // Once is a restart on the other side, or a proxy that lets no request wait so long.
        if (++failures === 2) log(`No connection (${messageOf(error)}). Trying on.`)
        await pause(BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length) - 1] ?? 0, signal)
      }
    }
  } finally {
    revoked.abort()
    await Promise.all(running)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const wake = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, ms)
    signal.addEventListener('abort', wake)
  })
}
