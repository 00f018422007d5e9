import type { IntegrationCardRow } from '@contract/rows'
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
  const { id, name, auth_method } = integration
  const deletion = useDelete(id)
  return (
    <ConfirmDialog
      isOpen
      title={`Delete ${name}?`}
      confirmLabel={`Delete ${name}`}
      onCancel={onCancel}
      onConfirm={() =>
        deletion.mutate(undefined, {
          onSuccess: () => {
            showToast({ tone: 'neutral', title: `${name} is deleted` })
            onDeleted()
          },
        })
      }
      isBusy={deletion.isPending}
      error={deletion.error?.message}
    >
      Its settings{auth_method === 'none' ? '' : ', its sealed credential'}, all its checks and its
      log go with it. This cannot be undone.
    </ConfirmDialog>
  )
}
