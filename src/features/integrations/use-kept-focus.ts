import { useLayoutEffect, useRef } from 'react'

/** For an element in which a link may take a button's place: the focus of the one goes to the other. */
export function useKeptFocus() {
  const ref = useRef<HTMLSpanElement>(null)
  const hadFocus = useRef(false)
  useLayoutEffect(() => {
    if (!hadFocus.current || ref.current?.contains(document.activeElement)) return
    ref.current?.querySelector<HTMLElement>('a, button')?.focus()
  })
  // What React takes away loses the focus without a blur that React would tell.
  return {
    ref,
    onFocus: () => {
      hadFocus.current = true
    },
    onBlur: () => {
      hadFocus.current = false
    },
  }
}
