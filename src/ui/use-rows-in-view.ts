import { type RefObject, useSyncExternalStore } from 'react'

/** Rows beyond the window's edges that are there before one scrolls or tabs to them. */
const OVERSCAN = 2

type Rows = { count: number /** px, from one row's top to the next one's. */; stride: number }

/**
 * The rows near the window, of a list whose rows are all equally high: `[first, last)`. Arithmetic
 * is all that such a list needs; a virtualizer for any height weighs 12 KB (gzip) of the page's 165.
 */
export function useRowsInView(
  ref: RefObject<HTMLElement | null>,
  { count, stride }: Rows,
): readonly [number, number] {
  // As text, so that only a change of rows renders anything: most scroll events change none.
  const range = useSyncExternalStore(subscribe, () => {
    const top = ref.current?.getBoundingClientRect().top ?? 0
    const first = Math.floor(-top / stride) - OVERSCAN
    const last = Math.ceil((window.innerHeight - top) / stride) + OVERSCAN
    // A list out of sight keeps the rows at its near end, so that Tab finds the way in.
    return `${between(0, first, count - OVERSCAN)}:${between(OVERSCAN, last, count)}`
  })
  const [first = 0, last = 0] = range.split(':').map(Number)
  return [first, Math.min(last, count)]
}

function between(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}

function subscribe(listener: () => void) {
  window.addEventListener('scroll', listener, { passive: true })
  window.addEventListener('resize', listener)
  return () => {
    window.removeEventListener('scroll', listener)
    window.removeEventListener('resize', listener)
  }
}
