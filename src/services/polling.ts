/** While something is being tested, by whomever: often enough to see the end come. */
const TESTING_MS = 1_000
const CALM_MS = 30_000

/** Milliseconds until rows are asked for again, as long as somebody looks at them. */
export function pollEvery(isTesting: boolean): number {
  return isTesting ? TESTING_MS : CALM_MS
}
