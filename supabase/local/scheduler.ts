import type { PostAsService } from './backend.ts'

const TICK_MS = 10_000

/** Does what pg_cron does on Supabase. Returns what stops it. */
export function startScheduler(
  asService: PostAsService,
  onError: (error: unknown) => void,
): () => void {
  const timer = setInterval(() => {
    asService('/rest/v1/rpc/release_stale_tests', {}).catch(onError)
  }, TICK_MS)
  return () => clearInterval(timer)
}
