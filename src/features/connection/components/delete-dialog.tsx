import type { IntegrationCardRow } from '@contract/rows'
import { deletionWords } from '@/services/deletion-words'
import { ConfirmDialog } from '@/ui/confirm-dialog'
import { showToast } from '@/ui/toast'
import { useDelete } from '../queries'

type DeleteDialogProps = {
  integration: IntegrationCardRow
  onCancel: () => void
  onDeleted: () => void
}

/** Asks once, and names what goes. */
export function DeleteDialog({ integration, onCancel, onDeleted }: DeleteDialogProps) {
  const { consequences, done, ...question } = deletionWords(integration)
  const deletion = useDelete(integration.id)
  return (
    <ConfirmDialog
      {...question}
      isOpen
      onCancel={onCancel}
      onConfirm={() =>
        deletion.mutate(undefined, {
          onSuccess: () => {
            showToast({ tone: 'neutral', title: done })
            onDeleted()
          },
        })
      }
      isBusy={deletion.isPending}
      error={deletion.error?.message}
    >
      {consequences}
    </ConfirmDialog>
  )
}
