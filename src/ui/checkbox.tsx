import { Check } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & {
  label: ReactNode
  /** What stands at the far end: a count. */
  trailing?: ReactNode
}

export function Checkbox({ label, trailing, className, ...rest }: CheckboxProps) {
  return (
    <label
      className={cx(
        'flex min-h-8 items-center gap-2.5 text-base has-disabled:opacity-50 pointer-coarse:min-h-10',
        className,
      )}
    >
      <span className="relative inline-flex size-4 shrink-0">
        <input
          {...rest}
          type="checkbox"
          className="peer size-4 appearance-none rounded-xs border border-line-field bg-panel checked:border-ink checked:bg-ink"
        />
        <Check
          aria-hidden="true"
          strokeWidth={3}
          className="pointer-events-none absolute inset-0 m-auto hidden size-3 text-panel peer-checked:block"
        />
      </span>
      <span className="min-w-0 flex-1">{label}</span>
      {trailing !== undefined && <span className="text-ink-3 text-sm">{trailing}</span>}
    </label>
  )
}
