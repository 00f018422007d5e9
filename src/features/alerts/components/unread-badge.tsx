import { useUnreadAlerts } from '../queries'

/** As many as are counted. */
const MOST = 99

/** How many alerts are unread, on the way to them; nothing where there are none, or nobody knows. */
export default function UnreadBadge() {
  const { data: count = 0 } = useUnreadAlerts()
  if (count === 0) return null
  return (
    <span className="grid h-4.5 min-w-4.5 place-items-center rounded-full bg-bad px-1 font-medium text-[0.6875rem] text-panel tabular-nums leading-none max-lg:absolute max-lg:top-0 max-lg:right-0 max-sm:right-3 lg:ml-auto">
      {count > MOST ? `${MOST}+` : count}
      <span className="sr-only"> unread</span>
    </span>
  )
}
