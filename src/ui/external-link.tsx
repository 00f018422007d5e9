import { ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** Leads to somebody else's page, in a tab of its own: what is typed here stays. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-0.5 rounded-xs font-medium underline underline-offset-2"
    >
      {children}
      <ArrowUpRight aria-hidden="true" className="size-3.5" />
      <span className="sr-only"> (new tab)</span>
    </a>
  )
}
