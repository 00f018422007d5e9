import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { CheckStrip, type StripBar } from './check-strip'

const bars = (count: number, bar: StripBar): StripBar[] => Array.from({ length: count }, () => bar)
/** One `M x y` for each bar. */
const barsDrawn = (path: Element) => (path.getAttribute('d')?.match(/M/g) ?? []).length

describe('the strip of the last checks', () => {
  it('is one sentence for who does not see it', () => {
    render(<CheckStrip bars={bars(3, { tone: 'ok', ms: 80 })} summary="3 checks, all passed." />)
    expect(screen.getByRole('img', { name: '3 checks, all passed.' })).toBeTruthy()
  })

  it('draws the newest thirty, and each in the path of its tone', () => {
    render(
      <CheckStrip
        bars={[...bars(40, { tone: 'ok', ms: 80 }), ...bars(2, { tone: 'bad', ms: null })]}
        summary="s"
      />,
    )
    const [none, ok, slow, bad] = screen.getByRole('img').querySelectorAll('path')
    expect([none, ok, slow, bad].map((path) => path && barsDrawn(path))).toEqual([0, 28, 0, 2])
  })
})
