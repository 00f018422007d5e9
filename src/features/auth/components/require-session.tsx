import { lazy, type ReactNode, Suspense } from 'react'
import { Navigate, useLocation } from 'react-router-dom'
import { signInPath } from '../next-path'
import { useSession } from '../session'

const SessionDialog = lazy(() => import('./session-dialog'))

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
            <Suspense>
              <SessionDialog session={session} />
            </Suspense>
          )}
        </>
      )
  }
}
