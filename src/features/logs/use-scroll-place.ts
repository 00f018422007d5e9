import { type RefObject, useSyncExternalStore } from 'react'

/** px below the window's edge: so near, more is read before one gets there. */
const NEAR = 1_500

/** Whether an element is at most a little below what is seen, and whether the page is at its top. */
export function useScrollPlace(ref: RefObject<HTMLElement | null>) {
  const isNear = useSyncExternalStore(subscribe, () => {
    const top = ref.current?.getBoundingClientRect().top
    return top !== undefined && top < window.innerHeight + NEAR
  })
  return isNear
}

/** Whether the page is scrolled down, so that what came at its top would move what is read. */
export function useIsScrolledDown(): boolean {
  return useSyncExternalStore(subscribe, () => window.scrollY > 40)
}

function subscribe(listener: () => void) {
  window.addEventListener('scroll', listener, { passive: true })
  window.addEventListener('resize', listener)
  return () => {
    window.removeEventListener('scroll', listener)
    window.removeEventListener('resize', listener)
  }
}
