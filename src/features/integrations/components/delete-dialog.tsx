import type { IntegrationCardRow } from '@contract/rows'
import { useDeletion } from '@/services/use-deletion'
import { ConfirmDialog } from '@/ui/confirm-dialog'
import { showToast } from '@/ui/toast'

type DeleteDialogProps = {
  row: IntegrationCardRow
  onClose: () => void
  /** Leaves what shows it; without, the question just goes. */
  onDeleted?: () => void
}

/** Asks once, and names what goes. */
export default function DeleteDialog({ row, onClose, onDeleted = onClose }: DeleteDialogProps) {
  const { consequences, ...deletion } = useDeletion(row, { tell: showToast, onDeleted })
  return (
    <ConfirmDialog {...deletion} isOpen onCancel={onClose}>
      {consequences}
    </ConfirmDialog>
  )
}
