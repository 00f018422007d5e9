import type { ChannelRow } from '@contract/alerts'
import { ConfirmDialog } from '@/ui/confirm-dialog'
import { showToast } from '@/ui/toast'
import { useChannelActions } from '../queries'

type DeleteChannelDialogProps = { channel: ChannelRow; onClose: () => void }

/** Asks once, and says what goes. */
export function DeleteChannelDialog({ channel: { id, name }, onClose }: DeleteChannelDialogProps) {
  const { remove } = useChannelActions()
  return (
    <ConfirmDialog
      isOpen
      title={`Delete ${name}?`}
      confirmLabel={`Delete ${name}`}
      onCancel={onClose}
      onConfirm={() =>
        remove.mutate(id, {
          onSuccess: () => {
            showToast({ tone: 'neutral', title: `${name} is deleted` })
            onClose()
          },
        })
      }
      isBusy={remove.isPending}
      error={remove.error}
    >
      Its sealed address goes, what waits to be sent there, and the notes of what was. The alerts
      themselves stay in Patchbay.
    </ConfirmDialog>
  )
}
