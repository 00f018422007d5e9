import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { closePalette, enterInPalette, typeInPalette, usePalette } from './palette-store'

/** Takes the keys that are meant for the palette until it is there: the page behind must not get them. */
export function AwaitedPalette() {
  const text = usePalette((state) => state.text)
  const ref = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    const former = document.activeElement
    ref.current?.focus({ preventScroll: true })
    // Before the palette opens, which remembers whom it gives the focus back to.
    return () => {
      if (former instanceof HTMLElement) former.focus({ preventScroll: true })
    }
  }, [])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') closePalette()
    if (event.key === 'Enter') enterInPalette()
    if (event.key === 'Enter' || event.key === 'Tab') event.preventDefault()
  }
  return (
    <input
      ref={ref}
      aria-label="Type a command"
      value={text}
      onChange={(event) => typeInPalette(event.target.value)}
      onKeyDown={onKeyDown}
      className="fixed top-0 left-0 size-px opacity-0"
    />
  )
}
