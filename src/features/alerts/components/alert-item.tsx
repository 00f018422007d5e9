import type { AlertRow } from '@contract/alerts'
import { Check } from 'lucide-react'
import { Link } from 'react-router-dom'
import { Badge } from '@/ui/badge'
import { cx } from '@/ui/cx'
import { IconButton } from '@/ui/icon-button'
import { Jack } from '@/ui/jack'
import { TimeAgo } from '@/ui/time-ago'
import { ALERT_JACKS, detailOf, headlineOf, summaryOf } from '../model'
import { useMarkRead } from '../queries'
import { DeliveryLine } from './delivery-line'

/** What happened, whether it was read, and what was sent of it. */
export function AlertItem({ alert }: { alert: AlertRow }) {
  const marking = useMarkRead()
  const { kind, name, deliveries, created_at } = alert
  const isUnread = alert.read_at === null
  const markRead = () => {
    if (isUnread) marking.mutate([alert.id])
  }
  const tab = alert.incident ? '?tab=incidents' : '?tab=settings'
  return (
    <li
      className={cx(
        'flex gap-3 rounded-md border px-4 py-3',
        isUnread ? 'border-line-strong bg-panel shadow-card' : 'border-line',
      )}
    >
      <Jack state={ALERT_JACKS[kind]} className="mt-[3px]" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <p className="wrap-anywhere min-w-0">
            <Link
              to={`/integrations/${alert.user_integration_id}${tab}`}
              onClick={markRead}
              className="rounded-xs font-semibold hover:underline"
            >
              {name}
            </Link>{' '}
            <span className={isUnread ? 'font-medium' : 'text-ink-2'}>{headlineOf(alert)}</span>
            {isUnread && <span className="sr-only"> (unread)</span>}
          </p>
          <p className="flex items-center gap-2 text-ink-3 text-sm">
            {alert.is_muted && <Badge>Muted</Badge>}
            <TimeAgo date={created_at} />
          </p>
        </div>
        <p className="wrap-anywhere text-ink-2 text-sm">{detailOf(alert)}</p>
        {deliveries.length > 0 && (
          <details className="text-sm">
            <summary className="w-fit cursor-pointer rounded-xs text-ink-2 hover:text-ink">
              {summaryOf(deliveries)}
            </summary>
            <ul aria-label={`What was sent of ${name}`} className="mt-2 flex flex-col gap-1.5">
              {deliveries.map((delivery) => (
                <DeliveryLine key={delivery.id} delivery={delivery} />
              ))}
            </ul>
          </details>
        )}
      </div>
      {isUnread && (
        <IconButton
          label={`Mark ${name} as read`}
          onClick={markRead}
          disabled={marking.isPending}
          className="-mt-1 -mr-2"
        >
          <Check />
        </IconButton>
      )}
    </li>
  )
}
