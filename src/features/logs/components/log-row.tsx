import type { LogEntry } from '@contract/log-search'
import { Link } from 'react-router-dom'
import { cx } from '@/ui/cx'
import { eventWord, LEVEL_FACES } from '../faces'
import { dateOf, timeOf } from '../times'
import { LevelMark } from './level-mark'

type LogRowProps = {
  entry: LogEntry
  /** Null: not known yet. */
  integration: string | null
  /** Where its details are. */
  to: string
  isNew: boolean
}

/** One entry in a line, in two on a phone. The whole of it opens its details. */
export function LogRow({ entry, integration, to, isNew }: LogRowProps) {
  const { level, created_at, event_type, message, user_integration_id } = entry
  return (
    <div
      className={cx(
        'relative grid h-full grid-cols-[1fr_auto] content-center gap-x-3 border-line border-b px-2 text-sm hover:bg-sunken',
        'md:grid-cols-[148px_84px_minmax(90px,150px)_minmax(0,1fr)] md:items-center',
        'lg:grid-cols-[148px_84px_minmax(90px,180px)_136px_minmax(0,1fr)]',
        'has-[a:focus-visible]:bg-sunken',
        isNew && 'animate-fade',
      )}
    >
      <time
        dateTime={created_at}
        className="whitespace-nowrap font-mono text-ink-3 text-xs max-md:order-2 max-md:text-right"
      >
        {dateOf(created_at)} <span className="text-ink-2">{timeOf(created_at)}</span>
      </time>
      <span className="flex items-center gap-1.5 max-md:order-1 max-md:min-w-0">
        <LevelMark level={level} />
        <span className={LEVEL_FACES[level].colour}>{LEVEL_FACES[level].word}</span>
        <span className="truncate text-ink-2 md:hidden">{integration && ` · ${integration}`}</span>
      </span>
      <span className="truncate max-md:hidden">
        {integration && (
          <Link
            to={`/integrations/${user_integration_id}`}
            className="relative z-10 rounded-xs hover:underline"
          >
            {integration}
          </Link>
        )}
      </span>
      <span className="truncate text-ink-2 max-lg:hidden">{eventWord(event_type)}</span>
      <Link
        to={to}
        className="truncate outline-none after:absolute after:inset-0 after:rounded-xs focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-copper max-md:order-3 max-md:col-span-2"
      >
        {message}
      </Link>
    </div>
  )
}
