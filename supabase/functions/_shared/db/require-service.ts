/**
 * Who holds the project's secret key. Guarantees that a wrong key is refused in a time that tells
 * nothing of the right one; assumes that functions alone are told it.
 */
import { ApiError } from '../http/api-error.ts'
import { secretKeys } from './environment.ts'
import { isSecretShown } from './shown-secret.ts'

/**
 * Passes a request that shows a secret key of the project, as `apikey` or as bearer token.
 *
 * @throws ApiError `unauthorized` for any other.
 */
export function requireService(request: Request): void {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!isSecretShown([request.headers.get('apikey'), bearer], Object.values(secretKeys()))) {
    throw new ApiError('unauthorized', 'This is for the project’s own tools: show its secret key.')
  }
}
