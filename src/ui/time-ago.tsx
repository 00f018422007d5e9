import { timeAgo } from './relative-time'
import { useNow } from './use-now'

/** `date`: ISO 8601. "2 min ago", kept true; the exact time on hover. */
export function TimeAgo({ date }: { date: string }) {
  const text = useNow((now) => timeAgo(date, now))
  return (
    <time dateTime={date} title={new Date(date).toLocaleString()}>
      {text}
    </time>
  )
}
