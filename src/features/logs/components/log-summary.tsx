import type { LogCounts } from '@contract/log-search'
import { LOG_LEVELS } from '@contract/status'
import { LEVEL_FACES } from '../faces'
import { barsOf, totalsOf } from '../histogram-model'
import { dateOf } from '../times'
import { LevelMark } from './level-mark'

/** How many entries there are, and of which levels: what the histogram's colours mean. */
export function LogSummary({ id, counts }: { id: string; counts: LogCounts | undefined }) {
  const totals = counts && totalsOf(barsOf(counts))
  return (
    <div className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1">
      <h2 id={id} className="font-semibold text-base">
        {totals
          ? `${totals.total.toLocaleString()} ${totals.total === 1 ? 'entry' : 'entries'}`
          : 'Entries'}
      </h2>
      {totals && totals.total > 0 && (
        <ul className="flex flex-wrap gap-x-3 text-ink-2 text-sm">
          {LOG_LEVELS.toReversed().map(
            (level) =>
              totals[level] > 0 && (
                <li key={level} className="flex items-center gap-1">
                  <LevelMark level={level} />
                  {totals[level].toLocaleString()} {LEVEL_FACES[level].word.toLowerCase()}
                </li>
              ),
          )}
        </ul>
      )}
      {counts?.counted_since && (
        <p className="text-ink-3 text-sm">
          The newest 10,000 are counted, back to {dateOf(counts.counted_since)}; the list goes on.
        </p>
      )}
    </div>
  )
}
