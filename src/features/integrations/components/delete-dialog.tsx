import type { IntegrationCardRow } from '@contract/rows'
import { toAppError } from '@/lib/errors'
import { deletionWords } from '@/services/deletion-words'
import { ConfirmDialog } from '@/ui/confirm-dialog'
import { showToast } from '@/ui/toast'
import { useDelete } from '../queries'

type DeleteDialogProps = { row: IntegrationCardRow; onClose: () => void }

/** Asks once, and names what goes. */
export default function DeleteDialog({ row, onClose }: DeleteDialogProps) {
  const { consequences, done, ...question } = deletionWords(row)
  const remove = useDelete({
    onSuccess: () => {
      showToast({ tone: 'neutral', title: done })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      {...question}
      isOpen
      onCancel={onClose}
      onConfirm={() => remove.mutate(row.id)}
      isBusy={remove.isPending}
      error={remove.error ? toAppError(remove.error).message : undefined}
    >
      {consequences}
    </ConfirmDialog>
  )
}
