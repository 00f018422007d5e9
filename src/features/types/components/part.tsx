import type { ReactNode } from 'react'

type PartProps = { title: string; lead?: ReactNode; children: ReactNode }

/** One of the few questions that the form asks. */
export function Part({ title, lead, children }: PartProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-5 border-line border-t pt-5">
      <legend className="contents">
        <span className="-mb-2 block font-semibold">{title}</span>
      </legend>
      {lead && <p className="-mt-2 max-w-prose text-ink-2 text-sm">{lead}</p>}
      {children}
    </fieldset>
  )
}
