import { cx } from './cx'

type BrandIconProps = {
  /** A slug of the sprite, or null: the name's first letter stands for it. */
  slug: string | null
  name: string
  /** The tile's size and look; the mark takes its half. */
  className?: string
}

/** A brand's mark in one colour on a quiet tile. The name always stands beside it. */
export function BrandIcon({ slug, name, className }: BrandIconProps) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'inline-flex size-10 shrink-0 select-none items-center justify-center rounded-sm bg-sunken text-ink',
        className,
      )}
    >
      {slug ? (
        <svg aria-hidden="true" className="size-1/2" fill="currentColor">
          <use href={`/icons.svg#${slug}`} />
        </svg>
      ) : (
        <span className="font-semibold text-lg">{name.trim().charAt(0).toUpperCase()}</span>
      )}
    </span>
  )
}
