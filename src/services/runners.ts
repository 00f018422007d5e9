/** The person's runners, and the code that pairs one. Loaded with the first look at them. */
import { RunnerCode, RunnerRow } from '@contract/runner'
import type { PostgrestClient } from '@supabase/postgrest-js'
import * as z from 'zod/mini'
import { parse, read } from './answers'
import { answerOf } from './function-answer'
import type { ServiceDependencies } from './integration-service'

type Db = PostgrestClient

export async function readRunners(db: Db): Promise<RunnerRow[]> {
  const rows = await read(
    db
      .from('runners')
      .select('id,user_id,name,platform,version,created_at,last_seen_at')
      .order('name'),
  )
  return parse(z.array(RunnerRow), rows)
}

export async function removeRunner(db: Db, id: string): Promise<void> {
  await read(db.from('runners').delete().eq('id', id))
}

/** @throws AppError with the function's own code */
export async function askRunnerCode({
  functionsUrl,
  fetch,
}: Pick<ServiceDependencies, 'functionsUrl' | 'fetch'>): Promise<RunnerCode> {
  return answerOf(await fetch(`${functionsUrl}/runner/code`, { method: 'POST' }), RunnerCode)
}
