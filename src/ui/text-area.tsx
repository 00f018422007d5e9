import type { ComponentProps } from 'react'
import { CONTROL_CLASS } from './control-class'
import { cx } from './cx'

/** Several lines of what machines read. Long lines are scrolled, not broken: a line end means something. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      wrap="off"
      {...rest}
      className={cx(CONTROL_CLASS, 'block resize-y py-2 font-mono leading-5', className)}
    />
  )
}
