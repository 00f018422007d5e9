// Guarantees that a secret is opened for one job, and told only to the runner whose job it is.
// Assumes that a runner's token is with that runner alone: the database has but its hash.
import { PairRunner, RunnerProgress, RunnerResult } from '../_shared/contract/runner.ts'
import { requireUser } from '../_shared/db/client.ts'
import { finishJob, tellProgress, type Word } from '../_shared/db/runner-jobs.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import { readJson } from '../_shared/http/read-json.ts'
import { awaitJob } from './await-job.ts'
import { makeCode, pair } from './pairing.ts'
import { hashOf } from './secret-hash.ts'

const NO_STORE = { headers: { 'cache-control': 'no-store' } }

/**
 * `POST code` with a person's token; `POST pair` with a code; `POST claim`, `progress` and `result`
 * with a runner's token. Bodies and answers: contract/runner.ts.
 */
export async function handler(request: Request): Promise<Response> {
  switch (new URL(request.url).pathname.split('/').at(-1)) {
    case 'code':
      return Response.json(await makeCode((await requireUser(request)).id), NO_STORE)
    case 'pair':
      return Response.json(await pair(await readJson(request, PairRunner)), NO_STORE)
    case 'claim': {
      const job = await awaitJob(await tokenHashOf(request), request.signal)
      return job ? Response.json(job, NO_STORE) : new Response(null, { status: 204 })
    }
    case 'progress': {
      const tokenHash = await tokenHashOf(request)
      const { stages, ...job } = await readJson(request, RunnerProgress)
      return accepted(await tellProgress({ tokenHash, ...job }, stages))
    }
    case 'result': {
      const tokenHash = await tokenHashOf(request)
      const { report, ...job } = await readJson(request, RunnerResult)
      return accepted(await finishJob({ tokenHash, ...job }, report))
    }
    default:
      throw new ApiError('not_found', 'The function runner has no such path.')
  }
}

async function tokenHashOf(request: Request): Promise<string> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!token) throw new ApiError('unauthorized', 'Show the runner’s token.')
  return await hashOf(token)
}

function accepted(word: Word): Response {
  switch (word) {
    case 'kept':
      return new Response(null, { status: 204 })
    case 'lost':
      throw new ApiError('conflict', 'This job is not this runner’s any more.')
    case 'unknown_runner':
      throw new ApiError('unauthorized', 'This runner was revoked.')
  }
}
