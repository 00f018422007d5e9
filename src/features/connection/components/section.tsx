import type { ReactNode } from 'react'
import { Disclosure } from '@/ui/disclosure'

/** A part of the form that most people need not see. An error in it opens it: see `useFirstError`. */
export function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <Disclosure title={title} className="py-1 text-sm">
      <div className="flex flex-col gap-5 pt-4 pb-1">{children}</div>
    </Disclosure>
  )
}
