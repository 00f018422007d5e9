import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOME, nextPath, signInPath } from './next-path'

const asking = (next: string) => nextPath(`?next=${encodeURIComponent(next)}`)

describe('after signing in one goes on', () => {
  it('to where one was going, with search and fragment', () => {
    const wanted = '/integrations?type=mcp&status=error#logs'
    expect(nextPath(new URL(signInPath(wanted), 'https://patchbay.test').search)).toBe(wanted)
  })

  it('home, when one was going nowhere in particular', () => {
    expect(nextPath('')).toBe(HOME)
    expect(signInPath('/')).toBe('/sign-in')
  })

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/%2e//evil.example',
    '/.//evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    ' //evil.example',
    'evil.example',
    '',
  ])('never to %j', (next) => {
    expect(asking(next)).toBe(HOME)
  })

  it('never to another site, whatever is asked', () => {
    const piece = fc.constantFrom('/', '\\', '.', '..', '@', ':', '\t', '%2f', 'evil.example', '?')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const there = new URL(asking(pieces.join('')), 'https://patchbay.test')
        expect(there.origin).toBe('https://patchbay.test')
      }),
      { numRuns: 2_000 },
    )
  })
})
