import { useLayoutEffect } from 'react'
import { NavigationType, useNavigationType } from 'react-router-dom'

/** Whoever is led to a page begins at its top, eye and keyboard; Back is the browser's own. */
export function usePageStart(pathname: string): void {
  const how = useNavigationType()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page, not for its tabs.
  useLayoutEffect(() => {
    if (how === NavigationType.Pop) return
    window.scrollTo(0, 0)
    document.getElementById('page')?.focus({ preventScroll: true })
  }, [pathname])
}
