import { onTestFinished, vi } from 'vitest'

/**
 * Where the page was left for. jsdom cannot leave a page, and lets nobody watch `location.assign`:
 * what it hands the call on to can be.
 */
export function watchLeaving(): { to: string[] } {
  const inner = Object.getOwnPropertySymbols(location).find(
    ({ description }) => description === 'impl',
  )
  if (inner === undefined) throw new Error('jsdom keeps its Location elsewhere now.')
  const left = { to: [] as string[] }
  const watched: { assign: (url: string) => void } = Reflect.get(location, inner)
  const assign = vi.spyOn(watched, 'assign').mockImplementation((url) => void left.to.push(url))
  onTestFinished(() => assign.mockRestore())
  return left
}
