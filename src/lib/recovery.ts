/**
 * The link of a password mail. Guarantees: it changes a password and signs nobody in. The session it
 * carries lives in the memory of this page, apart from whoever is signed in in this browser, and is
 * over with the new password. Assumes the implicit flow: a link that opens in any browser, as a mail
 * does (the embedded backend knows no other).
 */
import { AuthClient } from '@supabase/auth-js'
import { env } from './env'
import { toAppError } from './errors'
import { patientFetch } from './patient-fetch'

export interface Recovery {
  email: string
  /** Ends every session of the account with it. @throws AppError */
  setPassword(password: string): Promise<void>
}

/**
 * @param fragment of the address that the link led to: `#access_token=…&type=recovery&…`
 * @returns null where it is no such link, or one that was used or is too old
 * @throws AppError `offline`, `unavailable`, `timeout` when that could not be found out
 */
export async function openRecovery(fragment: string): Promise<Recovery | null> {
  const params = new URLSearchParams(fragment.replace(/^#/, ''))
  const access_token = params.get('access_token')
  const refresh_token = params.get('refresh_token')
  if (params.get('type') !== 'recovery' || !access_token || !refresh_token) return null

  const client = new AuthClient({
    url: `${env.supabaseUrl}/auth/v1`,
    headers: { apikey: env.supabaseAnonKey, Authorization: `Bearer ${env.supabaseAnonKey}` },
    fetch: patientFetch,
    storageKey: 'patchbay-recovery',
    autoRefreshToken: false,
    persistSession: false,
    detectSessionInUrl: false,
  })
  const { data, error } = await client.setSession({ access_token, refresh_token })
  if (error) {
    const failure = toAppError(error)
    if (['offline', 'unavailable', 'timeout'].includes(failure.code)) throw failure
    return null
  }
  return {
    email: data.user?.email ?? '',
    async setPassword(password) {
      const { error } = await client.updateUser({ password })
      if (error) throw toAppError(error)
      // Whoever knew the old password is out too. Should it fail, the password is changed all the same.
      await client.signOut({ scope: 'global' })
    },
  }
}
