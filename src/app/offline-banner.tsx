import { CloudOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void) {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

/** The live region is always there: one that appears together with its text is not read out. */
export function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  return (
    <div role="status" className="sticky top-0 z-20">
      {!isOnline && (
        <p className="flex items-center gap-2 bg-warn-soft px-4 py-2 text-sm sm:px-9">
          <CloudOff aria-hidden="true" className="size-4 shrink-0 text-warn" />
          You are offline. What you see may be old; it is brought up to date when the connection is
          back.
        </p>
      )}
    </div>
  )
}
