import { createEgress } from '../egress/egress.ts'
import type { Fetch } from './oauth-requests.ts'

/** For one token request, redirects included. A renewal's lease is longer. */
export const TOKEN_REQUEST_MS = 8_000

/** Runs `work` with an egress for secrets: nothing of it may leave the origin that it is sent to. */
export async function confidentially<T>(
  allowPrivate: boolean,
  work: (fetch: Fetch) => Promise<T>,
): Promise<T> {
  const egress = createEgress({
    allowPrivate,
    // Not the test's own: a server that rotates has spent the old token when the answer is not read.
    signal: AbortSignal.timeout(TOKEN_REQUEST_MS),
    isConfidential: true,
  })
  try {
    return await work(egress.fetch)
  } finally {
    egress.close()
  }
}
