import { type HistoryPoint, periodWords, timeWords } from '../history-view'

/** The chart in numbers, the newest first. */
export function HistoryTable({ points }: { points: readonly HistoryPoint[] }) {
  return (
    <section
      aria-label="The chart as a table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
      tabIndex={0}
      className="mt-2 max-h-72 overflow-y-auto"
    >
      <table className="w-full text-left text-ink text-sm">
        <thead className="sticky top-0 bg-paper text-ink-3 text-xs">
          <tr>
            {['When', 'p50', 'p95', 'Slowest', 'Checks', 'Failed'].map((title) => (
              <th key={title} className="py-1.5 pr-3 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.from} className="border-line border-t">
              <th scope="row" className="py-1.5 pr-3 font-normal text-ink-2">
                {periodWords(point)}
              </th>
              {[point.p50, point.p95, point.slowest].map((ms, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns, always the same.
                <td key={index} className="whitespace-nowrap py-1.5 pr-3">
                  {ms === null ? '–' : timeWords(ms)}
                </td>
              ))}
              <td className="py-1.5 pr-3">{point.checks}</td>
              <td className={point.failures > 0 ? 'py-1.5 text-bad' : 'py-1.5'}>
                {point.failures}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
