import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, type To } from 'react-router-dom'

/** The way to the page above, over a page's title. */
export function BackLink({ to, children }: { to: To; children: ReactNode }) {
  return (
    <Link
      to={to}
      className="flex w-fit items-center gap-1.5 rounded-xs text-ink-2 text-sm hover:text-ink pointer-coarse:py-1"
    >
      <ArrowLeft aria-hidden="true" className="size-3.5" />
      {children}
    </Link>
  )
}
