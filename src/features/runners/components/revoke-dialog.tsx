import type { RunnerRow } from '@contract/runner'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { integrationService } from '@/services/service'
import { ConfirmDialog } from '@/ui/confirm-dialog'
import { showToast } from '@/ui/toast'

type RevokeDialogProps = { runner: RunnerRow; onClose: () => void }

/** Asks once, and says what stops. */
export function RevokeDialog({ runner: { id, name }, onClose }: RevokeDialogProps) {
  const client = useQueryClient()
  const revocation = useMutation({
    mutationFn: () => integrationService.revokeRunner(id),
    onSuccess: () => {
      client.setQueryData<RunnerRow[]>(queryKeys.runners, (known) =>
        known?.filter((each) => each.id !== id),
      )
      showToast({ tone: 'neutral', title: `${name} is revoked` })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      isOpen
      title={`Revoke ${name}?`}
      confirmLabel={`Revoke ${name}`}
      onCancel={onClose}
      onConfirm={() => revocation.mutate()}
      isBusy={revocation.isPending}
      error={revocation.error}
    >
      It gets no more work and no more secrets. Tests that only this runner can make fail until
      another is paired. To use it again, pair it anew.
    </ConfirmDialog>
  )
}
