import type { IntegrationCardRow } from '@contract/rows'
import { useDeletion } from '@/services/use-deletion'
import { ConfirmDialog } from '@/ui/confirm-dialog'
import { showToast } from '@/ui/toast'

type DeleteDialogProps = {
  integration: IntegrationCardRow
  onCancel: () => void
  onDeleted: () => void
}

/** Asks once, and names what goes. */
export function DeleteDialog({ integration, onCancel, onDeleted }: DeleteDialogProps) {
  const { consequences, ...deletion } = useDeletion(integration, { tell: showToast, onDeleted })
  return (
    <ConfirmDialog {...deletion} isOpen onCancel={onCancel}>
      {consequences}
    </ConfirmDialog>
  )
}
