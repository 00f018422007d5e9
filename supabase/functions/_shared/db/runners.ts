import * as z from 'zod/mini'
import { PAIR_WITHIN_MS, type PairRunner } from '../contract/runner.ts'
import { Timestamp } from '../contract/timestamp.ts'
import { serviceClient } from './client.ts'

const Created = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('created'), expires_at: Timestamp }),
  z.object({ outcome: z.literal('too_many_runners'), most: z.int() }),
])

/** Notes a code, by its hash (hex of SHA-256), for one runner of that person. */
export async function createPairing(
  userId: string,
  codeHash: string,
): Promise<z.infer<typeof Created>> {
  const { data } = await serviceClient()
    .rpc('create_runner_pairing', {
      p_user_id: userId,
      p_code_hash: codeHash,
      p_within_ms: PAIR_WITHIN_MS,
    })
    .throwOnError()
  return Created.parse(data)
}

const Paired = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('paired'), runner_id: z.uuid() }),
  z.object({ outcome: z.literal('unknown_code') }),
  z.object({ outcome: z.literal('rate_limited'), retry_after_ms: z.int() }),
])

/** Uses a code up, and makes its person's runner with that token; both by their hashes. */
export async function pairRunner(
  codeHash: string,
  tokenHash: string,
  about: Omit<PairRunner, 'code'>,
): Promise<z.infer<typeof Paired>> {
  const { data } = await serviceClient()
    .rpc('pair_runner', {
      p_code_hash: codeHash,
      p_token_hash: tokenHash,
      p_name: about.name,
      p_platform: about.platform,
      p_version: about.version,
    })
    .throwOnError()
  return Paired.parse(data)
}
