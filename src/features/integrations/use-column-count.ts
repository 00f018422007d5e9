import { useSyncExternalStore } from 'react'

/** From these widths of the window (px) on there is one column more: what a card says fits at each. */
const BREAKPOINTS = [680, 1_160, 1_680]

export function useColumnCount(): number {
  return useSyncExternalStore(subscribe, columnCount)
}

function columnCount(): number {
  return 1 + BREAKPOINTS.filter((width) => window.innerWidth >= width).length
}

function subscribe(listener: () => void) {
  window.addEventListener('resize', listener)
  return () => window.removeEventListener('resize', listener)
}
