/** `date`: ISO 8601. Today: the time; earlier: the day. The exact time on hover. */
export function ClockOrDate({ date }: { date: string }) {
  return (
    <time dateTime={date} title={new Date(date).toLocaleString()}>
      {clockOrDate(date)}
    </time>
  )
}

function clockOrDate(date: string): string {
  const moment = new Date(date)
  return moment.toDateString() === new Date().toDateString()
    ? moment.toLocaleTimeString(undefined, { timeStyle: 'short' })
    : moment.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
}
