import { type ReactNode, useId } from 'react'
import { cx } from './cx'

type SegmentedControlProps<Value extends string> = {
  /** What is chosen here. Seen above the segments unless `isLabelHidden`. */
  label: string
  isLabelHidden?: boolean
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode }[]
  className?: string
}

/** A few choices side by side. Native radio buttons: arrow keys and semantics are the browser's. */
export function SegmentedControl<Value extends string>({
  label,
  isLabelHidden = false,
  value,
  onValueChange,
  options,
  className,
}: SegmentedControlProps<Value>) {
  const name = useId()
  return (
    <fieldset className={cx('min-w-0', className)}>
      <legend className={isLabelHidden ? 'sr-only' : 'mb-1.5 font-medium text-ink text-sm'}>
        {label}
      </legend>
      <div className="inline-flex max-w-full flex-wrap gap-0.5 rounded-sm bg-sunken p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'relative whitespace-nowrap rounded-xs px-3 py-1 font-medium text-ink-2 text-sm transition-colors',
              'hover:text-ink has-checked:bg-panel has-checked:text-ink has-checked:shadow-card',
              'has-checked:ring-1 has-checked:ring-line pointer-coarse:py-2',
              'has-focus-visible:outline-2 has-focus-visible:outline-copper',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onValueChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
