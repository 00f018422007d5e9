import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cx } from './cx'

/** What a control needs in order to belong to its label, hint and error. */
export type ControlProps = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

type FieldProps = {
  label: ReactNode
  /** What the field wants, by example, before the mistake. */
  hint?: ReactNode
  error?: string | undefined
  isOptional?: boolean
  className?: string
  children: (control: ControlProps) => ReactNode
}

/** A labelled control: `<Field label="Name">{(control) => <Input {...control} />}</Field>`. */
export function Field({ label, hint, error, isOptional = false, className, children }: FieldProps) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : null
  const errorId = error ? `${id}-error` : null
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-medium text-ink text-sm">
        {label}
        {isOptional && <span className="ml-1.5 font-normal text-ink-3">optional</span>}
      </label>
      {children({
        id,
        'aria-describedby': [errorId, hintId].filter(Boolean).join(' ') || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': isOptional ? undefined : true,
      })}
      {errorId && (
        <p id={errorId} className="flex gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden="true" className="mt-[3px] size-3.5 shrink-0" />
          <span>{error}</span>
        </p>
      )}
      {hintId && (
        <div id={hintId} className="text-ink-3 text-sm">
          {hint}
        </div>
      )}
    </div>
  )
}
