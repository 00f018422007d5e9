import { useEffect } from 'react'
import { lazyPart } from '@/ui/lazy-part'
import { showToast } from '@/ui/toast'
import { AwaitedPalette } from './awaited-palette'
import { closePalette, openPalette, usePalette } from './palette-store'

const CommandPalette = lazyPart(() => import('./command-palette'))

/** The page's two keys, ⌘K and `/`; the palette's script comes with its first opening. */
export function PaletteOutlet() {
  const isOpen = usePalette((state) => state.isOpen)
  useEffect(() => {
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
  return isOpen && <CommandPalette fallback={<AwaitedPalette />} onFailed={giveUp} />
}

function giveUp() {
  if (!usePalette.getState().isOpen) return
  closePalette()
  showToast({
    tone: 'bad',
    title: 'The commands could not be loaded',
    detail: 'Try again when the connection is back, or reload the page.',
  })
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
