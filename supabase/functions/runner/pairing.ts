import type { PairRunner, RunnerCode, RunnerPaired } from '../_shared/contract/runner.ts'
import { createPairing, pairRunner } from '../_shared/db/runners.ts'
import { ApiError } from '../_shared/http/api-error.ts'
import { hashOf } from './secret-hash.ts'

/** As PairingCode takes them: nothing that looks or sounds like another. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 8

/**
 * A code for one runner of that person.
 *
 * @throws ApiError `conflict` for whoever has too many runners.
 */
export async function makeCode(userId: string): Promise<RunnerCode> {
  const code = randomCode()
  const made = await createPairing(userId, await hashOf(code))
  if (made.outcome === 'too_many_runners') {
    throw new ApiError(
      'conflict',
      `You have ${made.most} runners. Revoke one that you no longer use, and pair again.`,
    )
  }
  return { code: `${code.slice(0, 4)}-${code.slice(4)}`, expires_at: made.expires_at }
}

/**
 * Makes the runner that the code is for, and tells its token: this once.
 *
 * @throws ApiError `runner_code_invalid`, whatever is wrong with the code; `rate_limited` while too
 * many wrong ones come.
 */
export async function pair({ code, ...about }: PairRunner): Promise<RunnerPaired> {
  const token = randomToken()
  const paired = await pairRunner(await hashOf(code), await hashOf(token), about)
  switch (paired.outcome) {
    case 'paired':
      return { runnerId: paired.runner_id, token }
    case 'unknown_code':
      throw new ApiError(
        'runner_code_invalid',
        'This code is wrong, was used already, or is older than ten minutes.',
      )
    case 'rate_limited':
      throw new ApiError('rate_limited', 'Too many wrong codes came in. Try again in a minute.', {
        retryAfterMs: paired.retry_after_ms,
      })
  }
}

function randomCode(): string {
  let code = ''
  while (code.length < CODE_LENGTH) {
    // Thirty letters fit eight times into a byte; what is over would favour the first of them.
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < LETTERS.length * 8) code += LETTERS[byte % LETTERS.length]
  }
  return code
}

function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
