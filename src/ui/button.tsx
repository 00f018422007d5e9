import type { ComponentProps, MouseEvent } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class'
import { Spinner } from './spinner'

type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Work is going on: it keeps its focus and its width, and takes no second click. */
  isBusy?: boolean
  /** False where something beside it already tells of the work. */
  hasSpinner?: boolean
}

export function Button({
  variant,
  size,
  isBusy = false,
  hasSpinner = true,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  function ignoreWhileBusy(event: MouseEvent<HTMLButtonElement>) {
    if (isBusy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isBusy || undefined}
      className={buttonClass(variant, size, className)}
      onClick={ignoreWhileBusy}
    >
      {isBusy && hasSpinner && <Spinner className="-ml-0.5 size-3.5" />}
      {children}
    </button>
  )
}
