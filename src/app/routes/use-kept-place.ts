import { useLayoutEffect, useRef } from 'react'
import { NavigationType, useLocation, useNavigationType } from 'react-router-dom'

type Place = { top: number; href: string | null }

/** Where a person was on each page that was left, by its entry in the history. */
const places = new Map<string, Place>()

/**
 * Leads whoever comes back to the place that was left: as far down, and the focus on the link that
 * led away. `isReady`: what had to be loaded is there.
 */
export function useKeptPlace(isReady: boolean): void {
  const { key } = useLocation()
  const how = useNavigationType()
  const current = useRef(key)
  current.current = key
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the entry that it came with.
  useLayoutEffect(() => {
    if (!isReady) return
    const place = how === NavigationType.Pop ? places.get(key) : undefined
    if (place) void comeBack(place)
    return () => {
      const href = document.activeElement?.getAttribute('href') ?? null
      places.set(current.current, { top: window.scrollY, href })
    }
  }, [isReady])
}

async function comeBack({ top, href }: Place): Promise<void> {
  window.scrollTo(0, top)
  if (href === null) return
  // What is in view comes with the next frame.
  await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
  const page = document.getElementById('page')
  if (document.activeElement !== document.body && document.activeElement !== page) return
  page?.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true })
}
