import type { ReactNode } from 'react'
import { Logo } from '@/ui/logo'
import { PatchPanel } from './patch-panel'

type AuthLayoutProps = {
  title: string
  lead?: ReactNode
  children: ReactNode
  /** The way to the other auth pages. */
  footer?: ReactNode
}

/** A form on the left; on wide screens the patch panel on the right. */
export function AuthLayout({ title, lead, children, footer }: AuthLayoutProps) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(440px,1fr)_minmax(0,1.25fr)]">
      <title>{`${title} · Patchbay`}</title>
      <div className="flex flex-col px-6 py-6 sm:px-12 lg:px-16">
        <header className="flex items-center gap-2.5 font-semibold text-lg">
          <Logo />
          Patchbay
        </header>
        <main className="flex w-full max-w-[360px] flex-1 flex-col justify-center gap-6 py-12 max-sm:justify-start max-sm:pt-14">
          <div className="flex flex-col gap-1.5">
            <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
            {lead && <p className="text-ink-2">{lead}</p>}
          </div>
          {children}
          {footer && <div className="text-ink-2">{footer}</div>}
        </main>
      </div>
      <PatchPanel />
    </div>
  )
}
