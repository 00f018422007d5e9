import type { ReactNode } from 'react'

type PageHeaderProps = {
  title: string
  /** One line under the title: what is going on here. */
  children?: ReactNode
  /** Search and the primary action. */
  actions?: ReactNode
}

export function PageHeader({ title, children, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <title>{`${title} · Patchbay`}</title>
      <div className="min-w-0">
        <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
        {children && <div className="mt-0.5 text-ink-2">{children}</div>}
      </div>
      {/* On a phone they are the header's own: one may stand beside the title, another below it. */}
      {actions && <div className="flex min-w-0 items-center gap-3 max-sm:contents">{actions}</div>}
    </header>
  )
}
