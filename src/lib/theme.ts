import { useSyncExternalStore } from 'react'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** Read by public/theme.js too, before anything is painted. */
const STORAGE_KEY = 'patchbay-theme'
const listeners = new Set<() => void>()
let current = storedTheme()

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY)
    return THEMES.find((theme) => theme === stored) ?? 'system'
  } catch {
    return 'system'
  }
}

function apply() {
  const isDark =
    current === 'dark' ||
    (current === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', isDark)
}

/** Follows the system's theme and a switch made in another tab. Called once, at the start. */
export function followTheme(): void {
  apply()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply)
  addEventListener('storage', (event) => {
    if (event.key !== STORAGE_KEY) return
    current = storedTheme()
    apply()
    for (const tell of listeners) tell()
  })
}

export function setTheme(theme: Theme): void {
  current = theme
  try {
    localStorage.setItem(STORAGE_KEY, theme)
  } catch {
    // Storage is blocked or full: the choice lasts until the page is left.
  }
  apply()
  for (const tell of listeners) tell()
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
