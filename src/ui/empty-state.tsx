import type { ReactNode } from 'react'
import { LooseCable } from './loose-cable'

type EmptyStateProps = {
  title: string
  children?: ReactNode
  /** The one useful thing to do here. */
  action?: ReactNode
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-md border border-line-strong border-dashed px-6 py-8">
      <LooseCable />
      <div className="flex flex-col gap-1">
        <h2 className="font-semibold text-lg">{title}</h2>
        {children && <div className="max-w-prose text-ink-2">{children}</div>}
      </div>
      {action && <div className="flex flex-wrap gap-2 pt-1">{action}</div>}
    </div>
  )
}
