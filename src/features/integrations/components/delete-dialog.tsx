import type { IntegrationCardRow } from '@contract/rows'
import { toAppError } from '@/lib/errors'
import { ConfirmDialog } from '@/ui/confirm-dialog'
import { showToast } from '@/ui/toast'
import { useDelete } from '../queries'

type DeleteDialogProps = { row: IntegrationCardRow; onClose: () => void }

/** Asks once, and names what goes. */
export default function DeleteDialog({ row, onClose }: DeleteDialogProps) {
  const remove = useDelete({
    onSuccess: () => {
      showToast({ tone: 'neutral', title: `${row.name} is deleted` })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      isOpen
      onCancel={onClose}
      onConfirm={() => remove.mutate(row.id)}
      title={`Delete ${row.name}?`}
      confirmLabel={`Delete ${row.name}`}
      isBusy={remove.isPending}
      error={remove.error ? toAppError(remove.error).message : undefined}
    >
      Its settings{row.auth_method === 'none' ? '' : ', its sealed credential'}, all its checks and
      its log go with it. This cannot be undone.
    </ConfirmDialog>
  )
}
