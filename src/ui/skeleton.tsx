import { cx } from './cx'

/** A grey shape where something will be. Give it the exact size; the region around says "loading". */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'block animate-breathe rounded-xs bg-line motion-reduce:animate-none',
        className,
      )}
    />
  )
}
