/**
 * The SPA's way to Supabase. Not `createClient` of supabase-js: with Realtime and Storage, which
 * nothing here uses, that is 55 KB (gzip), and sign-in needs the 23 KB of auth-js alone. The data
 * API's client is in data-client.ts, in the chunk of the pages that read rows.
 *
 * Guarantees: a page serves one person. Whoever was signed in first is the only one in whose name
 * requests leave; after another account signs in (in another tab) they fail. Assumes: whoever signs
 * out leaves the page by a real navigation, so that nothing of them stays in memory.
 */
import { AuthClient, type Session } from '@supabase/auth-js'
import { env } from './env'
import { AppError, toAppError } from './errors'
import { patientFetch } from './patient-fetch'

export const RECOVERY_PATH = '/reset-password'
const SESSION_KEY = 'patchbay-session'

let isRecovery = false

export const auth = new AuthClient({
  url: `${env.supabaseUrl}/auth/v1`,
  headers: { apikey: env.supabaseAnonKey, Authorization: `Bearer ${env.supabaseAnonKey}` },
  // A page that is left in the middle of it (signing out leaves it) does not take the request along.
  fetch: (input, init) => patientFetch(input, { ...init, keepalive: true }),
  storageKey: SESSION_KEY,
  autoRefreshToken: true,
  persistSession: true,
  // A session in a link is taken in one place only: anywhere else, a crafted link could sign a
  // person in to someone else's account, where they would then store their secrets.
  detectSessionInUrl: (url, params) => {
    isRecovery =
      url.pathname === RECOVERY_PATH && params.type === 'recovery' && Boolean(params.access_token)
    return isRecovery
  },
})

/** Whether this page was opened by the link of a password mail. An open session alone is not that. */
export function cameToRecover(): boolean {
  return isRecovery
}

let pageOwner: string | null = null
let accessToken: string | null = null
auth.onAuthStateChange((_event, session) => {
  pageOwner ??= session?.user.id ?? null
  accessToken = session?.access_token ?? null
})

/**
 * Forgets the session, in every tab of this browser and offline too, and asks the server to revoke
 * it. Not `signOut` of auth-js: it waits for the server first, and for so long another tab that has
 * been told finds the session still there and goes on with it.
 */
export function endSession(): void {
  localStorage.removeItem(SESSION_KEY)
  if (accessToken !== null) void auth.admin.signOut(accessToken, 'local')
}

/** `apikey` and the person's bearer token, as the data API and the functions want them. @throws AppError */
export async function apiHeaders(): Promise<Record<string, string>> {
  const session = await liveSession()
  return { apikey: env.supabaseAnonKey, Authorization: `Bearer ${session.access_token}` }
}

/** The signed-in person's id. @throws AppError `unauthorized` */
export async function ownerId(): Promise<string> {
  return (await liveSession()).user.id
}

/**
 * The session, fresh. While an expired one waits for its owner's password, whoever asks waits too,
 * and goes on afterwards.
 */
async function liveSession(): Promise<Session> {
  const { data, error } = await auth.getSession()
  // Offline, or the auth server is down: the session is not over, it could only not be renewed.
  if (error?.name === 'AuthRetryableFetchError') throw toAppError(error)
  const session = data.session ?? (await sessionAfterSignIn())
  if (pageOwner !== null && session.user.id !== pageOwner) {
    throw new AppError(
      'unauthorized',
      'Another account has signed in in this browser. Reload the page to go on with it.',
    )
  }
  return session
}

function sessionAfterSignIn(): Promise<Session> {
  return new Promise((resolve) => {
    const { data } = auth.onAuthStateChange((_event, session) => {
      if (session === null) return
      data.subscription.unsubscribe()
      resolve(session)
    })
  })
}
