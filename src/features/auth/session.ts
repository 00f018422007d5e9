import { create } from 'zustand'
import { auth, endSession, restingAccount, whenSessionIsLost } from '@/lib/supabase'
import { type Account, nextSession, type SessionState } from './model'

/** The other tabs hear by it that a session was ended on purpose: each change is a message. */
const SIGNED_OUT_KEY = 'patchbay-signed-out'

/** Who is signed in, and whether they still are. The tokens stay with auth-js. */
export const useSession = create<SessionState>()(() => ({ status: 'loading' }))

/** Follows auth-js, this tab and the others. Called once, at the start. */
export function followSession(): void {
  auth.onAuthStateChange((event, session) => {
    const isStart = event === 'INITIAL_SESSION'
    move(accountOf(session) ?? (isStart ? restingAccount() : null), false)
  })
  whenSessionIsLost(() => move(null, false))
  addEventListener('storage', (event) => {
    if (event.key === SIGNED_OUT_KEY && event.newValue !== null) move(null, true)
  })
}

function move(account: Account | null, isOnPurpose: boolean): void {
  const before = useSession.getState()
  const after = nextSession(before, account, isOnPurpose)
  useSession.setState(after, true)
  // A real navigation: rows, drafts and waiting requests of that person leave the memory.
  if (after.status === 'signed-out' && 'account' in before) location.replace('/sign-in')
}

type AuthSession = { user: { id: string; email?: string | undefined } }

function accountOf(session: AuthSession | null): Account | null {
  return session && { id: session.user.id, email: session.user.email ?? '' }
}

/** Ends the session here and in the other tabs of this browser; offline too. */
export function signOut(): void {
  // In this order: who follows the message must find no session.
  endSession()
  try {
    localStorage.setItem(SIGNED_OUT_KEY, new Date().toISOString())
  } catch {
    // Storage is blocked: no other tab has this session.
  }
  move(null, true)
}
