import * as z from 'zod/mini'
import { ApiErrorBody } from '../functions/_shared/contract/errors.ts'
import type { StageResult } from '../functions/_shared/contract/report.ts'
import {
  type PairRunner,
  RUNNER_POLL_MS,
  RunnerJob,
  RunnerPaired,
  type RunnerResult,
} from '../functions/_shared/contract/runner.ts'
import { RunnerError } from './runner-error.ts'

const ANSWER_WITHIN_MS = 10_000

/** The runner's row is gone: its token opens nothing any more. */
export class Revoked extends Error {
  override readonly name = 'Revoked'
}
/** The job is another runner's, or nobody's: the word came too late. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}
/** No answer, or one that says nothing: try again later. The message says which, and is no secret. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

export interface Project {
  url: string
  key: string | null
}

/** The function `runner` of a project, as its runner speaks to it. */
export interface Hub {
  /** Waits for a job; null when there is none for now. */
  claim(signal: AbortSignal): Promise<RunnerJob | null>
  progress(job: RunnerJob, stages: readonly StageResult[]): Promise<void>
  result(job: RunnerJob, report: RunnerResult['report']): Promise<void>
}

/** All reject with Revoked, LeaseLost or Unreachable. */
export function connectHub(project: Project, token: string): Hub {
  const post = (path: string, body: object, signal: AbortSignal) =>
    ask(project, path, body, { authorization: `Bearer ${token}` }, signal)
  const tell = async (path: string, { id: jobId, lease }: RunnerJob, word: object) => {
    await post(path, { jobId, lease, ...word }, AbortSignal.timeout(ANSWER_WITHIN_MS))
  }
  return {
    async claim(signal) {
      const patience = AbortSignal.timeout(RUNNER_POLL_MS + ANSWER_WITHIN_MS)
      const job = await post('claim', {}, AbortSignal.any([signal, patience]))
      return job === null ? null : understood(RunnerJob, job)
    },
    progress: (job, stages) => tell('progress', job, { stages }),
    result: (job, report) => tell('result', job, { report }),
  }
}

/** Shows a code. @throws RunnerError with the project's own sentence where it is refused. */
export async function pair(project: Project, about: PairRunner): Promise<RunnerPaired> {
  const answer = await ask(project, 'pair', about, {}, AbortSignal.timeout(ANSWER_WITHIN_MS))
  return understood(RunnerPaired, answer)
}

async function ask(
  { url, key }: Project,
  path: string,
  body: object,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(`${url}/functions/v1/runner/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { apikey: key }), ...headers },
    body: JSON.stringify(body),
    // Elsewhere nobody is to see the token.
    redirect: 'error',
    signal,
  }).catch((error: unknown) => {
    throw new Unreachable(signal.aborted ? 'it did not answer in time' : reasonOf(error))
  })
  const text = await response.text().catch(() => {
    throw new Unreachable('its answer broke off')
  })
  if (response.status === 204) return null
  const answer = jsonIn(text)
  if (response.ok) return answer
  throw refusal(response.status, answer)
}

function refusal(status: number, answer: unknown): Error {
  const known = z.safeParse(ApiErrorBody, answer)
  if (!known.success) return new Unreachable(`it answered HTTP ${status}`)
  const { code, message } = known.data.error
  switch (code) {
    case 'unauthorized':
      return new Revoked(message)
    case 'conflict':
      return new LeaseLost(message)
    case 'runner_code_invalid':
    case 'rate_limited':
    case 'invalid_request':
      return new RunnerError(message)
    default:
      return new Unreachable(message)
  }
}

function understood<T extends z.ZodMiniType>(schema: T, answer: unknown): z.infer<T> {
  const parsed = z.safeParse(schema, answer)
  if (parsed.success) return parsed.data
  throw new Unreachable('this runner does not understand its answer: update Patchbay here')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'no connection'
  return message.slice(0, 200)
}
