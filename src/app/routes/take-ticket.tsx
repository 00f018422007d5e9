import { useEffect } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { keepArrival } from '@/features/authorization/arrival'

/** Takes what an authorization server's answer brought out of the address, and keeps it for this tab. */
export default function TakeTicket() {
  const { pathname, hash } = useLocation()
  const navigate = useNavigate()
  useEffect(() => {
    keepArrival(hash)
    void navigate(pathname, { replace: true })
  }, [pathname, hash, navigate])
  return null
}
