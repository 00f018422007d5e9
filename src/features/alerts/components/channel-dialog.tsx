import type { ChannelRow } from '@contract/alerts'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { CopyField } from '@/ui/copy-field'
import { Dialog } from '@/ui/dialog'
import { ErrorText } from '@/ui/error-text'
import { useChannelForm } from '../use-channel-form'
import { ChannelFields } from './channel-fields'

type ChannelDialogProps = {
  /** Null: a new one. */
  channel: ChannelRow | null
  onClose: () => void
}

/** The form of a channel; after a webhook's address was sealed, the secret that it is signed with. */
export function ChannelDialog({ channel, onClose }: ChannelDialogProps) {
  const form = useChannelForm(channel, onClose)
  const title = channel ? `Edit ${channel.name}` : 'Add a channel'
  if (form.signingSecret) {
    return (
      <Dialog
        isOpen
        isDismissable={false}
        onOpenChange={onClose}
        title="Its messages are signed"
        footer={
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        }
      >
        <div className="flex flex-col gap-4">
          <CopyField
            label="Signing secret"
            value={form.signingSecret}
            hint="Give it to the receiver. It is shown this once: what is stored is sealed."
          />
          <p className="text-ink-2">
            Messages follow Standard Webhooks: verify <code>webhook-signature</code>, and take a{' '}
            <code>webhook-id</code> that you have seen for one that was sent again.
          </p>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog
      isOpen
      onOpenChange={() => {
        if (!form.isBusy) onClose()
      }}
      title={title}
      footer={
        <>
          <Button onClick={onClose} disabled={form.isBusy}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="channel" isBusy={form.isBusy}>
            {channel ? 'Save' : 'Add the channel'}
          </Button>
        </>
      }
    >
      <form
        id="channel"
        noValidate
        autoComplete="off"
        onSubmit={form.onSubmit}
        className="flex flex-col gap-5"
      >
        <ChannelFields form={form} channel={channel} />
        {form.error && (
          <Alert tone="bad" role="alert" title="It is not saved.">
            <ErrorText error={form.error} />
          </Alert>
        )}
      </form>
    </Dialog>
  )
}
