import type { BrowserContext } from '@playwright/test'

/** What goes wrong in a browser from now on, as it does: console errors and uncaught exceptions. */
export function problemsIn(browser: BrowserContext): string[] {
  const problems: string[] = []
  browser.on('weberror', (error) => problems.push(String(error.error())))
  browser.on('console', (message) => {
    // A refused, unreachable or late request is part of some stories; the browser and auth-js log it themselves.
    const isTold = /^(Failed to load resource|AuthRetryableFetchError|TimeoutError)/.test(
      message.text(),
    )
    if (message.type() === 'error' && !isTold) {
      problems.push(message.text())
    }
  })
  return problems
}
