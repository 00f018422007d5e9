export type Position = { x: number; y: number | null }

/**
 * Lines through positions (SVG path), broken where one has no value or lies more than `maxGap` after
 * the last; and `dots`, lines of no length, for what stands alone.
 */
export function linePath(
  positions: readonly Position[],
  maxGap: number,
): { lines: string; dots: string } {
  let lines = ''
  let dots = ''
  let run: string[] = []
  let lastX = Number.NEGATIVE_INFINITY

  function end() {
    if (run.length > 1) lines += `M${run.join('L')}`
    else if (run.length === 1) dots += `M${run[0]}h0`
    run = []
  }
  for (const { x, y } of positions) {
    if (y === null || x - lastX > maxGap) end()
    if (y === null) continue
    run.push(`${round(x)} ${round(y)}`)
    lastX = x
  }
  end()
  return { lines, dots }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
