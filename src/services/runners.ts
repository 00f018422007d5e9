/** Pairing and revoking runners. Loaded with the first that is. */
import { RunnerCode } from '@contract/runner'
import type { PostgrestClient } from '@supabase/postgrest-js'
import type { Database } from '@/lib/database.types'
import { read } from './answers'
import { callFunction } from './function-answers'
import type { ServiceDependencies } from './integration-service'

export async function removeRunner(db: PostgrestClient<Database>, id: string): Promise<void> {
  await read(db.from('runners').delete().eq('id', id))
}

/** @throws AppError with the function's own code, and what the network throws */
export function askRunnerCode({
  functionsUrl,
  fetch,
}: Pick<ServiceDependencies, 'functionsUrl' | 'fetch'>): Promise<RunnerCode> {
  return callFunction(RunnerCode, { url: `${functionsUrl}/runner/code`, fetch }, {})
}
