import type { ComponentProps } from 'react'
import { CONTROL_CLASS } from './control-class'
import { cx } from './cx'

type TextareaProps = ComponentProps<'textarea'> & { isCode?: boolean }

/** Grows with what is typed, where the browser can (`field-sizing`). */
export function Textarea({ isCode = false, className, ...rest }: TextareaProps) {
  return (
    <textarea
      spellCheck={!isCode}
      {...rest}
      className={cx(
        CONTROL_CLASS,
        'field-sizing-content min-h-20 resize-y py-2',
        isCode && 'font-mono',
        className,
      )}
    />
  )
}
