import type { ComponentProps } from 'react'
import { CONTROL_CLASS } from './control-class'
import { cx } from './cx'

/** Several lines of what machines read: keys, certificates, arguments. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      {...rest}
      className={cx(CONTROL_CLASS, 'resize-y py-2 font-mono text-sm', className)}
    />
  )
}
