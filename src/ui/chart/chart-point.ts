export type ChartPoint = {
  /** What it covers, ms since the epoch. */
  from: number
  to: number
  /** One for each line; null where it has none. */
  values: readonly (number | null)[]
  /** 0 to 1: how much of it is marked below the lines. */
  marked: number
}

/** Classes of a line: its stroke, and the dot of the point that is read out. The first lies on top. */
export type ChartLine = { stroke: string; dot: string }

/** Where it stands on the axis. */
export function middle({ from, to }: ChartPoint): number {
  return (from + to) / 2
}
