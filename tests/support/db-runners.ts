import { createHash, randomUUID } from 'node:crypto'
import { query, request, SERVICE, type TestDatabase } from './db.ts'

/** As the function `runner` hashes codes and tokens. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

export const LEASE_MS = 30_000
const ONLINE_MS = 20_000

/** The value of one call as the service. */
export async function call<Answer>(db: TestDatabase, expression: string): Promise<Answer> {
  const { rows } = await request<{ answer: Answer }>(db, SERVICE, `select ${expression} as answer`)
  if (rows[0] === undefined) throw new Error('A call has one value.')
  return rows[0].answer
}

/** The hash of a code that is open for this person. */
export async function openCode(
  db: TestDatabase,
  userId: string,
  withinMs = 60_000,
): Promise<string> {
  const hash = hashOf(randomUUID())
  await call(db, `public.create_runner_pairing('${userId}', '${hash}', ${withinMs})`)
  return hash
}

export interface PairAnswer {
  outcome: 'paired' | 'unknown_code' | 'rate_limited'
  runner_id?: string
  retry_after_ms?: number
}

export const pair = (db: TestDatabase, codeHash: string, tokenHash = hashOf(randomUUID())) =>
  call<PairAnswer>(db, `public.pair_runner('${codeHash}', '${tokenHash}', 'laptop', 'linux', '1')`)

/** A runner of this person's, that was seen just now. */
export async function pairRunner(
  db: TestDatabase,
  userId: string,
): Promise<{ id: string; tokenHash: string }> {
  const tokenHash = hashOf(randomUUID())
  const { runner_id } = await pair(db, await openCode(db, userId), tokenHash)
  if (runner_id === undefined) throw new Error('The code was not taken.')
  return { id: runner_id, tokenHash }
}

/** A runner of the whole project's. */
export async function enrolRunner(
  db: TestDatabase,
  name = 'the stack’s',
): Promise<{ id: string; tokenHash: string }> {
  const tokenHash = hashOf(randomUUID())
  const id = await call<string>(
    db,
    `public.enrol_project_runner('${tokenHash}', '${name}', 'linux', '1')`,
  )
  return { id, tokenHash }
}

export interface EnqueueAnswer {
  outcome: 'enqueued' | 'offline'
  job_id?: string
  last_seen?: { name: string; seconds_ago: number } | null
}

/** Puts up a draft's test, or with `stored` that of an integration. */
export async function enqueueJob(
  db: TestDatabase,
  userId: string,
  stored?: { integrationId: string; runId: string },
  withinMs = 60_000,
): Promise<EnqueueAnswer> {
  const what = stored ? `'${stored.integrationId}', '${stored.runId}', 'test'` : 'null, null, null'
  const payload = `'{"secret": "sealed"}'`
  return await call(
    db,
    `public.enqueue_runner_job('${userId}', ${what}, ${payload}, ${withinMs}, 90000, ${ONLINE_MS})`,
  )
}

export interface ClaimAnswer {
  outcome: 'claimed' | 'nothing' | 'unknown_runner'
  id?: string
  lease?: string
  user_id?: string
  payload?: unknown
  deadline_ms?: number
}

export const claimJob = (db: TestDatabase, tokenHash: string, leaseMs = LEASE_MS) =>
  call<ClaimAnswer>(
    db,
    `public.claim_runner_job('${tokenHash}', ${leaseMs}, 60000, 3, ${ONLINE_MS})`,
  )

export interface JobAnswer {
  state: 'waiting' | 'running' | 'ended' | 'offline' | 'lost'
  stages: unknown[]
  report: unknown
  is_recorded: boolean | null
  was_taken: boolean
}

export const readJob = (db: TestDatabase, id: string) =>
  call<JobAnswer | null>(db, `public.read_runner_job('${id}', 3, ${ONLINE_MS})`)

type Held = Pick<ClaimAnswer, 'id' | 'lease'>

export const tellProgress = (db: TestDatabase, tokenHash: string, { id, lease }: Held) =>
  call<string>(
    db,
    `public.progress_runner_job('${tokenHash}', '${id}', '${lease}', '[{"stage": "configure"}]', ${LEASE_MS})`,
  )

export const finishJob = (
  db: TestDatabase,
  tokenHash: string,
  { id, lease }: Held,
  report: object,
) =>
  call<string>(
    db,
    `public.finish_runner_job('${tokenHash}', '${id}', '${lease}', '${JSON.stringify(report)}')`,
  )

/** As if nothing had been heard of a job's runner, or of a runner, for so long. */
export const letLeaseRunOut = (db: TestDatabase, jobId: string | undefined) =>
  query(
    db,
    `update private.runner_jobs set lease_expires_at = now() - interval '1 s' where id = $1`,
    [jobId ?? null],
  )
export const letFallSilent = (db: TestDatabase, runnerId: string, interval = '1 hour') =>
  query(db, `update public.runners set last_seen_at = now() - $2::text::interval where id = $1`, [
    runnerId,
    interval,
  ])
