import type { AlertDelivery } from '@contract/alerts'
import { toldInOneLine } from '@/lib/told'
import { Button } from '@/ui/button'
import { TimeAgo } from '@/ui/time-ago'
import { showToast } from '@/ui/toast'
import { outcomeOf } from '../model'
import { useSendAgain } from '../queries'

/** Where it was sent, and what became of it; once more where it failed. */
export function DeliveryLine({ delivery }: { delivery: AlertDelivery }) {
  const again = useSendAgain()
  const { id, channel, state, settled_at } = delivery

  function sendAgain() {
    again.mutate(id, {
      onError: (error) =>
        showToast({ tone: 'bad', title: 'It was not sent again', detail: toldInOneLine(error) }),
    })
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="wrap-anywhere min-w-0 text-ink-2">
        <span className="font-medium text-ink">{channel}</span>{' '}
        <span className={state === 'failed' ? 'text-bad' : undefined}>{outcomeOf(delivery)}</span>
        {state === 'sent' && settled_at && (
          <>
            {' '}
            <TimeAgo date={settled_at} />
          </>
        )}
      </p>
      {state === 'failed' && (
        <Button size="sm" onClick={sendAgain} isBusy={again.isPending}>
          Send again
        </Button>
      )}
    </li>
  )
}
