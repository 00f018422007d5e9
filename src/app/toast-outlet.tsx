import { lazyPart } from '@/ui/lazy-part'
import { useToasts } from '@/ui/toast'

const Toaster = lazyPart(() => import('@/ui/toaster'))

/** Nothing, and no script, until there is a first toast. */
export function ToastOutlet() {
  // Each toast renders it anew: where the script did not come, the next one asks for it again.
  const nextId = useToasts((state) => state.nextId)
  return nextId > 1 && <Toaster />
}
