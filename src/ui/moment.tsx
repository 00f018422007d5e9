const SHORT = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const

/** `date`: ISO 8601. Its day and minute; all of it on hover. */
export function Moment({ date }: { date: string }) {
  const moment = new Date(date)
  return (
    <time dateTime={date} title={moment.toLocaleString()} className="whitespace-nowrap">
      {moment.toLocaleString(undefined, SHORT)}
    </time>
  )
}
