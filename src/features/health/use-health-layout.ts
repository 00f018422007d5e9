import { useSyncExternalStore } from 'react'

/** px of a row: where there is no room for columns it has three lines. */
const NARROW_ROW = 116
const WIDE_ROW = 60
/** px; the same as Tailwind's `md`. */
const WIDE_FROM = 768

export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, rowHeight)
}

function rowHeight(): number {
  return window.innerWidth < WIDE_FROM ? NARROW_ROW : WIDE_ROW
}

function subscribe(listener: () => void) {
  window.addEventListener('resize', listener)
  return () => window.removeEventListener('resize', listener)
}
