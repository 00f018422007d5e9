import { requireSchedule } from '../_shared/db/require-schedule.ts'
import { keepAlive } from '../_shared/http/keep-alive.ts'
import type { RequestContext } from '../_shared/http/serve.ts'
import { Worker } from './worker.ts'

/**
 * `POST`, by the schedule: makes the background checks that are due, and answers their counts. Any
 * number may run at once; one that dies loses nothing, for its leases run out.
 */
export async function handler(request: Request, { requestId }: RequestContext): Promise<Response> {
  requireSchedule(request)
  const checking = new Worker(requestId).work()
  // pg_net hangs up after a few seconds.
  keepAlive(checking.catch(() => {}))
  return Response.json(await checking, { headers: { 'cache-control': 'no-store' } })
}
