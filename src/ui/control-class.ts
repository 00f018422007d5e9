/** The look of what one types in or picks from. 16 px on touch, or iOS zooms the page. */
export const CONTROL_CLASS =
  'w-full min-w-0 text-ellipsis rounded-sm border border-line-field bg-paper px-3 text-base text-ink pointer-coarse:text-lg ' +
  'transition-colors hover:border-ink-3 focus-visible:border-copper focus-visible:outline-offset-0 ' +
  'aria-invalid:border-bad disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-3'
