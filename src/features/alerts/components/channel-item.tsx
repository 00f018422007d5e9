import type { ChannelRow } from '@contract/alerts'
import { toldInOneLine } from '@/lib/told'
import { Alert } from '@/ui/alert'
import { Badge } from '@/ui/badge'
import { Button } from '@/ui/button'
import { ErrorText } from '@/ui/error-text'
import { Jack } from '@/ui/jack'
import { showToast } from '@/ui/toast'
import { CHANNEL_WORDS, EVENT_WORDS, placeOf } from '../model'
import { useChannelActions, useChannelTest } from '../queries'

type ChannelItemProps = { channel: ChannelRow; onEdit: () => void; onDelete: () => void }

/** A channel: where it leads, what it is told, whether it works. */
export function ChannelItem({ channel, onEdit, onDelete }: ChannelItemProps) {
  const test = useChannelTest()
  const { change } = useChannelActions()
  const { id, name, kind, is_enabled, disabled_reason, events } = channel

  function toggle() {
    change.mutate(
      { id, settings: { is_enabled: !is_enabled } },
      {
        onError: (error) =>
          showToast({
            tone: 'bad',
            title: `${name} is still ${is_enabled ? 'on' : 'off'}`,
            detail: toldInOneLine(error),
          }),
      },
    )
  }
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line bg-panel px-4 py-3 shadow-card">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2">
            <span className="wrap-anywhere font-semibold">{name}</span>
            <Badge>{CHANNEL_WORDS[kind]}</Badge>
          </p>
          <p className="wrap-anywhere text-ink-2 text-sm">{placeOf(channel)}</p>
          <p className="text-ink-3 text-sm">
            {events.map((event) => EVENT_WORDS[event]).join(' · ')}
          </p>
        </div>
        <p className="flex shrink-0 items-center gap-2 text-sm">
          <Jack state={is_enabled ? 'filled' : 'empty'} />
          <span className="font-medium">{is_enabled ? 'On' : 'Off'}</span>
        </p>
      </div>
      {disabled_reason === 'gone' && (
        <Alert tone="warn" title="Its receiver answered 410: it wants no more messages.">
          Enter the new address, or switch it on again.
        </Alert>
      )}
      {test.data && (
        <Alert
          tone={test.data.is_sent ? 'ok' : 'bad'}
          role="status"
          title={
            test.data.is_sent ? 'The test message was sent.' : 'The test message was not sent.'
          }
        >
          {test.data.answer}
        </Alert>
      )}
      {test.error && (
        <Alert tone="bad" role="alert" title="No test was made.">
          <ErrorText error={test.error} />
        </Alert>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => test.mutate(id)} isBusy={test.isPending}>
          Send a test <span className="sr-only">to {name}</span>
        </Button>
        <Button onClick={onEdit}>
          Edit <span className="sr-only">{name}</span>
        </Button>
        <Button onClick={toggle} isBusy={change.isPending}>
          Switch {is_enabled ? 'off' : 'on'} <span className="sr-only">{name}</span>
        </Button>
        <Button variant="danger-ghost" onClick={onDelete} className="max-sm:-ml-3 sm:ml-auto">
          Delete <span className="sr-only">{name}</span>
        </Button>
      </div>
    </li>
  )
}
