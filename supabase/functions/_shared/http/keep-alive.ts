/** The hosted runtime may end a function whose answer nobody reads, unless it is told of the work. */
export function keepAlive(work: Promise<unknown>): void {
  const runtime = (globalThis as { EdgeRuntime?: { waitUntil?: (work: Promise<unknown>) => void } })
    .EdgeRuntime
  runtime?.waitUntil?.(work)
}
