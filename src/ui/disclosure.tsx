import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'

type DisclosureProps = { title: ReactNode; className?: string; children: ReactNode }

/** More, for who asks. The browser's own, so that its search finds what is inside. */
export function Disclosure({ title, className, children }: DisclosureProps) {
  return (
    <details className={cx('group', className)}>
      <summary className="-mx-1 flex w-fit list-none items-center gap-1.5 rounded-xs px-1 text-ink-2 hover:text-ink pointer-coarse:py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 shrink-0 transition-transform group-open:rotate-90"
        />
        {title}
      </summary>
      {children}
    </details>
  )
}
