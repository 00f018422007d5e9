import { useSyncExternalStore } from 'react'

/** One clock for everything on the page that tells how long ago. */
const TICK_MS = 10_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = Date.now()

function subscribe(listener: () => void) {
  listeners.add(listener)
  now = Date.now()
  timer ??= setInterval(() => {
    now = Date.now()
    for (const tell of listeners) tell()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** What `tell` makes of the time, ms since the epoch and true to ten seconds: a tick renders only what it changes. */
export function useNow<T extends string | boolean>(tell: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => tell(now))
}
