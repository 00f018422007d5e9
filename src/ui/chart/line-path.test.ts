import { expect, it } from 'vitest'
import { linePath } from './line-path'

it('joins what is near, and breaks where there is no value or nothing for long', () => {
  expect(
    linePath(
      [
        { x: 0, y: 10 },
        { x: 10, y: 20 },
        { x: 20, y: null },
        { x: 30, y: 5 },
        { x: 40, y: 6 },
        { x: 80, y: 7 },
      ],
      15,
    ),
  ).toEqual({ lines: 'M0 10L10 20M30 5L40 6', dots: 'M80 7h0' })
})

it('makes a dot of what stands alone', () => {
  expect(linePath([{ x: 1, y: 2 }], 5)).toEqual({ lines: '', dots: 'M1 2h0' })
  expect(linePath([{ x: 1, y: null }], 5)).toEqual({ lines: '', dots: '' })
  expect(
    linePath(
      [
        { x: 1, y: 2 },
        { x: 50, y: 3 },
        { x: 52, y: 3 },
      ],
      5,
    ),
  ).toEqual({ lines: 'M50 3L52 3', dots: 'M1 2h0' })
})
