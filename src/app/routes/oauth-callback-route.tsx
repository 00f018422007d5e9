import { type ReactNode, useEffect } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { CALLBACK_PATH, keepArrival } from '@/features/authorization/arrival'

/** Takes the ticket out of the address before anything else: also before a sign-in leads elsewhere. */
export default function OAuthCallbackRoute({ children }: { children: ReactNode }) {
  const { hash } = useLocation()
  const navigate = useNavigate()
  useEffect(() => {
    if (hash === '') return
    keepArrival(hash)
    void navigate(CALLBACK_PATH, { replace: true })
  }, [hash, navigate])
  return hash === '' && children
}
