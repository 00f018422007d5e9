const waiting = new Set<() => void>()

/** Says that a job was put up. Heard within this process alone: elsewhere one learns of it by asking. */
export function ringForJob(): void {
  for (const wake of waiting) wake()
}

/** Resolves at the next ring, or after `ms`. */
export function jobBell(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      waiting.delete(wake)
      resolve()
    }
    const timer = setTimeout(wake, ms)
    waiting.add(wake)
  })
}
