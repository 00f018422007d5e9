import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barAt, barsOf, spanOf, stackOf, totalsOf } from './histogram-model'

const at = (time: string) => Date.parse(`2026-03-03T${time}Z`)
const counts = {
  from: '2026-03-03T10:20:00Z',
  to: '2026-03-03T14:10:00Z',
  step_s: 3_600,
  counted_since: null,
  bars: [
    [at('10:00:00') / 1_000, 1, 2, 0, 0],
    [at('13:00:00') / 1_000, 0, 4, 1, 1],
  ] as [number, number, number, number, number][],
}

describe('the bars of a time', () => {
  const bars = barsOf(counts)

  it('are all there, with and without entries', () => {
    expect(bars.map(({ total }) => total)).toEqual([3, 0, 0, 6, 0])
    expect(bars[0]).toMatchObject({ from: at('10:00:00'), to: at('11:00:00') })
    expect(totalsOf(bars)).toEqual({ debug: 1, info: 6, warn: 1, error: 1, total: 9 })
  })

  it('are drawn over each other, the worst at the bottom', () => {
    const bar = bars[3]
    if (!bar) throw new Error('There are five.')
    expect(stackOf(bar, 'error', 8)).toEqual({ bottom: 0, top: 1 / 8 })
    expect(stackOf(bar, 'warn', 8)).toEqual({ bottom: 1 / 8, top: 2 / 8 })
    expect(stackOf(bar, 'info', 8)).toEqual({ bottom: 2 / 8, top: 6 / 8 })
  })

  it('make a span, whichever way it is drawn', () => {
    const span = { from: at('11:00:00'), to: at('14:00:00') }
    expect(spanOf(bars, 1, 3)).toEqual(span)
    expect(spanOf(bars, 3, 1)).toEqual(span)
    expect(spanOf(bars, 2, 2)).toEqual({ from: at('12:00:00'), to: at('13:00:00') })
    expect(spanOf([], 0, 0)).toBeNull()
  })

  it('are hit wherever one points, also beyond the edges', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (share, count) => {
          const bar = barAt(share, count)
          expect(bar).toBeGreaterThanOrEqual(0)
          expect(bar).toBeLessThan(count)
        },
      ),
    )
    expect([0, 0.49, 0.5, 1].map((share) => barAt(share, 2))).toEqual([0, 0, 1, 1])
  })
})
