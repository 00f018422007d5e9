import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { type AppError, toAppError } from '@/lib/errors'
import { openRecovery, type Recovery } from '@/lib/recovery'

type RecoveryLink =
  | { is: 'checking' }
  | { is: 'good'; recovery: Recovery }
  | { is: 'spent' }
  | { is: 'unknown'; error: AppError }

/** What the page's address carries, found out once: it leaves the address and the history at once. */
export function useRecoveryLink(): { link: RecoveryLink; checkAgain: () => void } {
  const { hash } = useLocation()
  const [fragment] = useState(hash)
  const [link, setLink] = useState<RecoveryLink>({ is: 'checking' })
  const navigate = useNavigate()

  useEffect(() => {
    if (hash !== '') navigate({}, { replace: true })
  }, [hash, navigate])

  useEffect(() => {
    if (link.is !== 'checking') return
    let isLeft = false
    openRecovery(fragment)
      .then((recovery): RecoveryLink => (recovery ? { is: 'good', recovery } : { is: 'spent' }))
      .catch((thrown): RecoveryLink => ({ is: 'unknown', error: toAppError(thrown) }))
      .then((found) => {
        if (!isLeft) setLink(found)
      })
    return () => {
      isLeft = true
    }
  }, [fragment, link.is])

  return { link, checkAgain: () => setLink({ is: 'checking' }) }
}
