import { cx } from './cx'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'danger-ghost'
export type ButtonSize = 'sm' | 'md' | 'lg'

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-ink text-panel shadow-card hover:bg-ink/88',
  secondary: 'border border-line-strong bg-panel text-ink shadow-card hover:bg-sunken',
  ghost: 'text-ink-2 hover:bg-sunken hover:text-ink',
  danger: 'bg-bad text-panel shadow-card hover:bg-bad/88',
  'danger-ghost': 'text-bad hover:bg-bad-soft',
}

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-7 px-2.5 text-sm',
  md: 'h-8 px-3 text-sm pointer-coarse:h-10',
  lg: 'h-10 px-4 text-base',
}

/** A button's look, for a link that leads somewhere as a button would. */
export function buttonClass(
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'md',
  className?: string,
): string {
  return cx(
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium',
    'transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-progress',
    VARIANTS[variant],
    SIZES[size],
    className,
  )
}
