import { CircleAlert } from 'lucide-react'
import { get, useFormContext } from 'react-hook-form'
import type { TypeValues } from '../values'

/** What is wrong with several checkboxes as a whole; the first of them is the one marked. */
export function FieldError({ name }: { name: 'hasHttp' | 'methods' | 'oauth.hasCode' }) {
  const { formState } = useFormContext<TypeValues>()
  const message: unknown = get(formState.errors, `${name}.message`)
  if (typeof message !== 'string') return null
  return (
    <p role="alert" className="flex gap-1.5 text-bad text-sm">
      <CircleAlert aria-hidden="true" className="mt-[3px] size-3.5 shrink-0" />
      <span>{message}</span>
    </p>
  )
}
