export type Position = { x: number; y: number | null }

/**
 * A line through positions (SVG path), broken where one has no value or lies more than `maxGap`
 * after the last. What stands alone is a line of no length, which round caps make a dot.
 */
export function linePath(positions: readonly Position[], maxGap: number): string {
  let path = ''
  let last: { x: number } | null = null
  let isAlone = false
  for (const { x, y } of positions) {
    if (y === null) {
      last = null
      continue
    }
    const isNext = last !== null && x - last.x <= maxGap
    if (!isNext && isAlone) path += 'h0'
    path += `${isNext ? 'L' : 'M'}${round(x)} ${round(y)}`
    isAlone = !isNext
    last = { x }
  }
  return isAlone ? `${path}h0` : path
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
