/**
 * The functions' own access to the database. It passes row level security, so every query names the
 * owner; it assumes that nobody but functions holds the secret key.
 */
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { ApiError } from '../http/api-error.ts'
import { readEnvironment } from './environment.ts'

let client: SupabaseClient | undefined

/** How the auth server says that a token is no good. Any other answer, and none, says nothing of it. */
const REFUSALS = new Set([400, 401, 403, 404])

/** The one client of this process. */
export function serviceClient(): SupabaseClient {
  if (!client) {
    const { supabaseUrl, secretKey } = readEnvironment()
    client = createClient(supabaseUrl, secretKey, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    })
  }
  return client
}

/**
 * Who asks, by the bearer token, which the auth server judges: that works for projects on symmetric
 * and on asymmetric signing keys, and a session that was ended is refused at once.
 *
 * @throws ApiError `unauthorized`, or `unavailable` when the auth server cannot be asked.
 */
export async function requireUser(request: Request): Promise<{ id: string }> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!token) throw new ApiError('unauthorized', 'Sign in first.')
  const { data, error } = await serviceClient().auth.getUser(token)
  if (data.user) return { id: data.user.id }
  if (error?.status !== undefined && REFUSALS.has(error.status)) {
    throw new ApiError('unauthorized', 'Your session has ended. Sign in again.')
  }
  throw new ApiError('unavailable', 'The sign-in service does not answer. Try again in a moment.')
}
