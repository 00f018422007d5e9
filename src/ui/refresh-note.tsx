import { TimeAgo } from './time-ago'

type RefreshNoteProps = {
  /** ms since the epoch: when what is shown was read. */
  since: number
  onRetry: () => void
}

/** What is shown is old, because the last attempt to read it anew failed. */
export function RefreshNote({ since, onRetry }: RefreshNoteProps) {
  return (
    <span className="text-ink-2">
      {' · could not be refreshed, as of '}
      <TimeAgo date={new Date(since).toISOString()} />{' '}
      <button
        type="button"
        onClick={onRetry}
        className="rounded-xs font-medium text-ink underline underline-offset-2"
      >
        Retry
      </button>
    </span>
  )
}
