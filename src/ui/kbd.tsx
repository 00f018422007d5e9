import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-xs border border-line px-1 font-mono text-[0.6875rem] text-ink-3">
      {children}
    </kbd>
  )
}
