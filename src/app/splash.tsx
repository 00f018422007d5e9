import { Logo } from '@/ui/logo'

/** Between the first byte and the first page. Appears late: most of the time nobody sees it. */
export function Splash() {
  return (
    <div role="status" className="grid min-h-dvh place-items-center">
      <span className="animate-late">
        <Logo className="size-8 animate-breathe" />
      </span>
      <span className="sr-only">Loading Patchbay</span>
    </div>
  )
}
