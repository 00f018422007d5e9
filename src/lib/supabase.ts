/**
 * The SPA's way to Supabase. Not `createClient` of supabase-js: with Realtime and Storage, which
 * nothing here uses, that is 55 KB (gzip), and sign-in needs the 23 KB of auth-js alone. The data
 * API's client is in data-client.ts, in the chunk of the pages that read rows.
 *
 * Guarantees: a page serves one person. Whoever was signed in first is the only one in whose name
 * requests leave; after another account signs in (in another tab) they fail. Assumes: whoever signs
 * out leaves the page by a real navigation, so that nothing of them stays in memory.
 */
import type { ErrorCode } from '@contract/errors'
import { AuthClient, type Session } from '@supabase/auth-js'
import { env } from './env'
import { AppError, toAppError } from './errors'
import { ANSWER_WITHIN_MS, patientFetch, within } from './patient-fetch'

const SESSION_KEY = 'patchbay-session'

export const auth = new AuthClient({
  url: `${env.supabaseUrl}/auth/v1`,
  headers: { apikey: env.supabaseAnonKey, Authorization: `Bearer ${env.supabaseAnonKey}` },
  fetch: patientFetch,
  storageKey: SESSION_KEY,
  autoRefreshToken: true,
  persistSession: true,
  // No link signs anybody in: a crafted one could do so with someone else's account, where its
  // victim would then store their secrets. See recovery.ts for the one link that carries a session.
  detectSessionInUrl: false,
})

let pageOwner: string | null = null
let accessToken: string | null = null
auth.onAuthStateChange((_event, session) => {
  pageOwner ??= session?.user.id ?? restingAccount()?.id ?? null
  accessToken = session?.access_token ?? null
})

let tellLost = () => {}

/** Calls back when a request finds that the session is gone, without auth-js having told of it. */
export function whenSessionIsLost(listener: () => void): void {
  tellLost = listener
}

/**
 * Forgets the session, in every tab of this browser and offline too, and asks the server to revoke
 * it. Not `signOut` of auth-js: it waits for the server first, and for so long another tab that has
 * been told finds the session still there and goes on with it.
 */
export function endSession(): void {
  forgetSession()
  if (accessToken === null) return
  // The page is left meanwhile. Without an answer the server's part of the session ends by itself:
  // nobody has its refresh token any more.
  void patientFetch(`${env.supabaseUrl}/auth/v1/logout?scope=local`, {
    method: 'POST',
    headers: { apikey: env.supabaseAnonKey, Authorization: `Bearer ${accessToken}` },
    keepalive: true,
  }).catch(() => {})
}

function forgetSession(): void {
  try {
    localStorage.removeItem(SESSION_KEY)
  } catch {
    // Storage is blocked: the session was in memory alone, and goes with the page.
  }
}

/**
 * Whose session rests in this browser, whether or not it can be renewed now: at a start while the
 * auth server is down, auth-js tells of none. null where there is none.
 */
export function restingAccount(): { id: string; email: string } | null {
  try {
    const { user } = JSON.parse(localStorage.getItem(SESSION_KEY) ?? '{}')
    if (typeof user?.id !== 'string') return null
    return { id: user.id, email: typeof user.email === 'string' ? user.email : '' }
  } catch {
    return null
  }
}

/** The signed-in person's id. @throws AppError `unauthorized` */
export async function ownerId(): Promise<string> {
  return (await liveSession()).user.id
}

/**
 * `fetch` in the signed-in person's name. Where the server refuses a token that looks good here (its
 * session was revoked, its person is gone, this clock is slow) it is renewed; where that fails for
 * good the session is over, the page asks for the password, and the request goes on after it.
 *
 * @param init its body, if any, is sent twice: no stream
 * @param limitMs for one answer, headers and body together; asking for a password does not count
 * @throws AppError `offline`, `unavailable`, `timeout`, `rate_limited` when renewing fails,
 * `unauthorized` when somebody else signed in; and whatever `fetch` throws
 */
export async function authorizedFetch(
  input: RequestInfo | URL,
  init: RequestInit = {},
  limitMs = ANSWER_WITHIN_MS,
): Promise<Response> {
  const send = (token: string) => {
    const headers = new Headers(init.headers)
    headers.set('apikey', env.supabaseAnonKey)
    headers.set('authorization', `Bearer ${token}`)
    return fetch(input, { ...init, headers, signal: within(limitMs, init.signal) })
  }
  const { access_token: token } = await liveSession()
  const answer = await send(token)
  if (answer.status !== 401) return answer
  await renew(token)
  return send((await liveSession()).access_token)
}

/** Another request, or another tab, may have renewed it in the meantime. */
async function renew(refused: string): Promise<void> {
  if ((await storedToken()) !== refused) return
  const { error } = await auth.refreshSession()
  if (error === null) return
  const failure = toAppError(error)
  if (MAY_PASS.has(failure.code)) throw failure
  if ((await storedToken()) === refused) forgetSession()
}

const MAY_PASS: ReadonlySet<ErrorCode> = new Set([
  'offline',
  'unavailable',
  'timeout',
  'rate_limited',
])

async function storedToken(): Promise<string | undefined> {
  return (await auth.getSession()).data.session?.access_token
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
  tellLost()
  return new Promise((resolve) => {
    const { data } = auth.onAuthStateChange((_event, session) => {
      if (session === null) return
      data.subscription.unsubscribe()
      resolve(session)
    })
  })
}
