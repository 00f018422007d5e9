import { lazy, Suspense } from 'react'
import { useToasts } from '@/ui/toast'

const Toaster = lazy(() => import('@/ui/toaster'))

/** Nothing, and no script, until there is a first toast. */
export function ToastOutlet() {
  const isNeeded = useToasts((state) => state.nextId > 1)
  return (
    isNeeded && (
      <Suspense>
        <Toaster />
      </Suspense>
    )
  )
}
