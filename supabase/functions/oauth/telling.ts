import { ApiError } from '../_shared/http/api-error.ts'
import { AuthorizationError } from '../_shared/oauth/authority.ts'

/** Runs `work`; what an authorization server did wrong becomes an answer of the API. */
export async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof AuthorizationError ? new ApiError(error.code, error.message) : error
  }
}
