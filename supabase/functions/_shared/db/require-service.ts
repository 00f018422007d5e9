/**
 * Who holds the project's secret key. Guarantees that a wrong key is refused in a time that tells
 * nothing of the right one; assumes that functions alone are told it.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { ApiError } from '../http/api-error.ts'
import { secretKeys } from './environment.ts'

/**
 * Passes a request that shows a secret key of the project, as `apikey` or as bearer token.
 *
 * @throws ApiError `unauthorized` for any other.
 */
export function requireService(request: Request): void {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const shown = [request.headers.get('apikey'), bearer].map(digest)
  const held = Object.values(secretKeys()).map(digest)
  // All are compared, whichever fits; digests are of one length.
  const fits = held.flatMap((key) => shown.map((each) => timingSafeEqual(key, each)))
  if (!fits.includes(true)) {
    throw new ApiError('unauthorized', 'This is for the project’s own tools: show its secret key.')
  }
}

function digest(key: string | null | undefined): Uint8Array {
  return createHash('sha256')
    .update(key ?? '')
    .digest()
}
