import { useSyncExternalStore } from 'react'

/** px: where there is no room for columns a row has two lines. */
export const NARROW_ROW = 64
export const WIDE_ROW = 36
/** px; the same as Tailwind's `md`. */
const WIDE_FROM = 768

export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, () =>
    window.innerWidth < WIDE_FROM ? NARROW_ROW : WIDE_ROW,
  )
}

function subscribe(listener: () => void) {
  window.addEventListener('resize', listener)
  return () => window.removeEventListener('resize', listener)
}
