import { useSyncExternalStore } from 'react'
import { timeAgo } from './relative-time'

/** One clock for every label on the page. */
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

/** `date`: ISO 8601. "2 min ago", kept true; the exact time on hover. */
export function TimeAgo({ date }: { date: string }) {
  // The text, not the time: a tick renders only the labels that it changes.
  const text = useSyncExternalStore(subscribe, () => timeAgo(date, now))
  return (
    <time dateTime={date} title={new Date(date).toLocaleString()}>
      {text}
    </time>
  )
}
