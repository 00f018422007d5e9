import { useIsFetching } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

const PARTS = [
  () => import('@/ui/toaster'),
  () => import('@/ui/menu-list'),
  () => import('@/ui/filter-panel'),
  () => import('@/features/connection/components/connection-modal'),
  () => import('./routes/integration-route'),
  () => import('./routes/integrations-route'),
  () => import('./routes/detail-tabs'),
  () => import('@/features/health/components/history-panel'),
  () => import('@/features/health/components/last-incidents'),
  () => import('@/services/details'),
  () => import('@/services/history'),
  () => import('@/features/integrations/components/delete-dialog'),
  () => import('@/features/integrations/components/delete-type-dialog'),
  () => import('./command-palette'),
  () => import('@/features/auth/components/session-dialog'),
]

/**
 * Loads what a click may want once the page is there with all its rows, so that it opens at once:
 * offline, or when a new version has taken these files away, there would be no getting them.
 */
export default function PreloadedParts() {
  const isFetching = useIsFetching() > 0
  const [isDone, setIsDone] = useState(false)
  useEffect(() => {
    if (isFetching || isDone) return
    return whenIdle(() =>
      Promise.all(PARTS.map((load) => load())).then(
        () => setIsDone(true),
        // The next quiet moment tries again.
        () => {},
      ),
    )
  }, [isFetching, isDone])
  return null
}

/** Safari has no idle callbacks. Returns what calls it off. */
function whenIdle(work: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(work, 500)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(work)
  return () => cancelIdleCallback(handle)
}
