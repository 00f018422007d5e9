import type { ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router-dom'
import { lazyPart } from '@/ui/lazy-part'
import { showToast } from '@/ui/toast'
import { signInPath } from '../next-path'
import { useSession } from '../session'

const SessionDialog = lazyPart(() => import('./session-dialog'))

type RequireSessionProps = { fallback: ReactNode; children: ReactNode }

/**
 * Shows its children to who is signed in, and leads everyone else to sign in and back. While the
 * session has expired the children stay, with all that was typed, under a dialog that asks again.
 */
export function RequireSession({ fallback, children }: RequireSessionProps) {
  const session = useSession()
  const { pathname, search, hash } = useLocation()
  switch (session.status) {
    case 'loading':
      return fallback
    case 'signed-out':
      return <Navigate replace to={signInPath(pathname + search + hash)} />
    case 'signed-in':
    case 'expired':
    case 'replaced':
      return (
        <>
          {children}
          {session.status !== 'signed-in' && (
            <SessionDialog session={session} onFailed={tellWithoutIt} />
          )}
        </>
      )
  }
}

/** The page goes on with all that was typed, and the next change of the session asks again. */
function tellWithoutIt() {
  showToast({
    tone: 'bad',
    title: 'Your session has ended',
    detail: 'Sign in again in another tab of this browser: this page then goes on.',
  })
}
