import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** What most people need not see. The browser's own: an error in it opens it (see `useFirstError`). */
export function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <details className="group">
      <summary className="-mx-1 flex w-fit list-none items-center gap-2 rounded-xs px-1 py-1 text-ink-2 text-sm hover:text-ink pointer-coarse:py-2.5 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-4 transition-transform group-open:rotate-90"
        />
        {title}
      </summary>
      <div className="flex flex-col gap-5 pt-4 pb-1">{children}</div>
    </details>
  )
}
