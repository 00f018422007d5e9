let holders = 0

/**
 * Nothing behind a dialog scrolls, and nothing jumps: what the scrollbar gives free becomes padding,
 * so that what lies over the page reaches to the window's edge. Returns what lets go.
 */
export function lockScroll(): () => void {
  const root = document.documentElement
  holders += 1
  if (holders === 1) {
    root.style.setProperty('--scrollbar', `${window.innerWidth - root.clientWidth}px`)
    root.toggleAttribute('data-scroll-locked', true)
  }
  return () => {
    holders -= 1
    if (holders === 0) root.removeAttribute('data-scroll-locked')
  }
}
