import { lazy, Suspense, useEffect } from 'react'
import { openPalette, usePalette } from './palette-store'

const CommandPalette = lazy(() => import('./command-palette'))

/** The page's two keys, ⌘K and `/`; the palette's script comes with its first opening. */
export function PaletteOutlet() {
  const isOpen = usePalette((state) => state.isOpen)
  useEffect(() => {
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    isOpen && (
      <Suspense>
        <CommandPalette />
      </Suspense>
    )
  )
}

function onKeyDown(event: KeyboardEvent) {
  const isModal = document.querySelector('[role="dialog"]') !== null
  if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
    event.preventDefault()
    if (!isModal) openPalette()
    return
  }
  if (event.key !== '/' || event.metaKey || event.ctrlKey || event.altKey) return
  if (isModal || isTyping(event.target)) return
  const search = document.querySelector<HTMLInputElement>('input[type="search"]')
  if (!search) return
  event.preventDefault()
  search.focus()
  search.select()
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  )
}
