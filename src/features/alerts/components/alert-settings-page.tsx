import type { ChannelRow } from '@contract/alerts'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { BackLink } from '@/ui/back-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { LoadFailure } from '@/ui/load-failure'
import { PageHeader } from '@/ui/page-header'
import { Skeleton } from '@/ui/skeleton'
import { useChannels } from '../queries'
import { ChannelDialog } from './channel-dialog'
import { ChannelItem } from './channel-item'
import { DeleteChannelDialog } from './delete-channel-dialog'
import { QuietHours } from './quiet-hours'

const MOST_CHANNELS = 10

type Opened =
  | { dialog: 'form'; channel: ChannelRow | null }
  | { dialog: 'delete'; channel: ChannelRow }

/** Where alerts are sent, and when nothing is. */
export default function AlertSettingsPage() {
  const [opened, setOpened] = useState<Opened | null>(null)
  const channels = useChannels()
  const close = () => setOpened(null)

  const add = (
    <Button variant="primary" onClick={() => setOpened({ dialog: 'form', channel: null })}>
      <Plus aria-hidden="true" className="size-3.5" />
      Add a channel
    </Button>
  )
  const count = channels.data?.length ?? 0
  return (
    <div className="flex max-w-[760px] flex-col gap-6">
      <div className="flex flex-col gap-2">
        <BackLink to="/settings">Settings</BackLink>
        <PageHeader title="Alert channels" actions={count > 0 && count < MOST_CHANNELS && add}>
          Everything stands under{' '}
          <Link to="/alerts" className="underline">
            Alerts
          </Link>
          . Channels tell you elsewhere.
        </PageHeader>
      </div>
      {channels.error && <LoadFailure query={channels} what="The channels" />}
      {channels.isPending && <Loading />}
      {channels.data && count === 0 && (
        <EmptyState title="No channel yet" action={add}>
          A channel is a webhook that you verify, a Slack-compatible webhook, or mail to your own
          address. Its address is sealed in this browser before it is stored.
        </EmptyState>
      )}
      {channels.data && count > 0 && (
        <ul aria-label="Channels" className="flex flex-col gap-3">
          {channels.data.map((channel) => (
            <ChannelItem
              key={channel.id}
              channel={channel}
              onEdit={() => setOpened({ dialog: 'form', channel })}
              onDelete={() => setOpened({ dialog: 'delete', channel })}
            />
          ))}
        </ul>
      )}
      {count >= MOST_CHANNELS && (
        <p className="text-ink-2 text-sm">These are ten, the most there can be.</p>
      )}
      <QuietHours />
      {opened?.dialog === 'form' && <ChannelDialog channel={opened.channel} onClose={close} />}
      {opened?.dialog === 'delete' && (
        <DeleteChannelDialog channel={opened.channel} onClose={close} />
      )}
    </div>
  )
}

function Loading() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the channels</span>
      {['one', 'two'].map((each) => (
        <Skeleton key={each} className="h-[98px] rounded-md" />
      ))}
    </div>
  )
}
