/** When the page dies before anything is painted (settings missing), it says why instead of staying blank. */
addEventListener('error', ({ message }) => {
  const root = document.getElementById('root')
  if (!root || root.childElementCount > 0) return
  const title = document.createElement('h1')
  title.className = 'font-semibold text-xl'
  title.textContent = 'Patchbay cannot start'
  const reason = document.createElement('p')
  reason.className = 'mt-2 max-w-prose text-ink-2'
  reason.textContent = message.replace(/^Uncaught (Error: )?/, '')
  const main = document.createElement('main')
  main.className = 'p-8'
  main.append(title, reason)
  root.replaceChildren(main)
})
