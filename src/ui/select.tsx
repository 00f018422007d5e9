import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { CONTROL_CLASS } from './control-class'
import { cx } from './cx'

type SelectProps<Value extends string> = Omit<
  ComponentProps<'select'>,
  'value' | 'onChange' | 'children'
> & {
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; label: string }[]
}

/** The browser's own list: the platform's keyboard, picker and screen reader support, and no script. */
export function Select<Value extends string>({
  value,
  onValueChange,
  options,
  className,
  ...rest
}: SelectProps<Value>) {
  function pick(text: string) {
    const option = options.find((each) => each.value === text)
    if (option) onValueChange(option.value)
  }
  return (
    <span className={cx('relative block', className)}>
      <select
        {...rest}
        value={value}
        onChange={(event) => pick(event.target.value)}
        className={cx(CONTROL_CLASS, 'h-9 appearance-none pr-9 pointer-coarse:h-11')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-ink-3"
      />
    </span>
  )
}
