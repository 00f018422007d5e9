import { setImmediate as nextTurn } from 'node:timers/promises'
import { format } from 'node:util'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { network } from './network'

// jsdom brings its own Uint8Array, which what Node encodes and jose checks is no instance of.
globalThis.Uint8Array = Object.getPrototypeOf(Buffer)

// jsdom has no pointer capture, and radix's toasts ask for it.
Element.prototype.hasPointerCapture ??= () => false

// Nor can it scroll: there is no layout.
window.scrollTo = () => {}
Element.prototype.scrollIntoView = () => {}

/** A lazily loaded dialog takes its time on a busy machine; what is there at once costs nothing. */
configure({ asyncUtilTimeout: 8_000 })

/** What React or a library complains about is a failure, not noise. */
const complaints: string[] = []

beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  complaints.length = 0
  vi.spyOn(console, 'error').mockImplementation((...args) => void complaints.push(format(...args)))
})
afterEach(async () => {
  cleanup()
  // What the page was about to ask as it left is still answered as the test arranged.
  for (let turn = 0; turn < 10; turn++) await nextTurn()
  network.resetHandlers()
  localStorage.clear()
  sessionStorage.clear()
  expect(complaints.join('\n'), 'console.error was called').toBe('')
})
afterAll(() => network.close())
