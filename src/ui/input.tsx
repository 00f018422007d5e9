import type { ComponentProps } from 'react'
import { CONTROL_CLASS } from './control-class'
import { cx } from './cx'

type InputProps = ComponentProps<'input'> & {
  /** For what machines read: addresses, tokens, names of headers. */
  isCode?: boolean
}

export function Input({ isCode = false, className, ...rest }: InputProps) {
  const forCode = isCode ? { spellCheck: false, autoCapitalize: 'off', autoCorrect: 'off' } : {}
  return (
    <input
      {...forCode}
      {...rest}
      className={cx(
        CONTROL_CLASS,
        'h-9 read-only:bg-sunken pointer-coarse:h-11',
        isCode && 'font-mono',
        className,
      )}
    />
  )
}
