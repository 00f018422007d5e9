import type { ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router-dom'
import { nextPath } from '../next-path'
import { useSession } from '../session'

/** Sign-in and sign-up: who is signed in, or has just done it, goes where they were going. */
export function GuestsOnly({ children }: { children: ReactNode }) {
  const { status } = useSession()
  const { search } = useLocation()
  if (status === 'loading') return null
  return status === 'signed-in' ? <Navigate replace to={nextPath(search)} /> : children
}
