import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'

type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label' | 'title'> & {
  /** Its name, for the eye (as the browser's own hint) and the ear. */
  label: string
  children: ReactNode
}

export function IconButton({ label, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={cx(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-sm text-ink-2 transition-colors',
        'hover:bg-sunken hover:text-ink disabled:opacity-50 aria-expanded:bg-sunken pointer-coarse:size-10',
        '[&_svg]:size-4',
        className,
      )}
    />
  )
}
