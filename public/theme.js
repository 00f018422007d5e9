// Sets the theme before the first paint, so that a dark page never flashes white. A file of its own,
// as the content security policy allows no inline script. src/lib/theme.ts takes over from here.
;(() => {
  let choice = null
  try {
    choice = localStorage.getItem('patchbay-theme')
  } catch {
    // Storage is blocked: follow the system.
  }
  const isDark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', isDark)
})()
