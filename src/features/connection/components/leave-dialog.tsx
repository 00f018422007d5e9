import { ConfirmDialog } from '@/ui/confirm-dialog'
import type { Leaving } from '../use-leaving'

/** Asks once before what was typed, or the whole connection, goes. */
export function LeaveDialog({ leaving, name }: { leaving: Leaving; name: string }) {
  const { asked, cancel, confirm, isBusy, error } = leaving
  const isDeletion = asked === 'delete'
  return (
    <ConfirmDialog
      isOpen={asked !== null}
      title={isDeletion ? `Discard ${name}?` : 'Discard what you typed?'}
      confirmLabel={isDeletion ? `Discard ${name}` : 'Discard'}
      onCancel={cancel}
      onConfirm={confirm}
      isBusy={isBusy}
      error={error}
    >
      {isDeletion
        ? 'Its settings, its sealed secrets and its log go with it.'
        : 'It is not saved, and secrets cannot be read back.'}
    </ConfirmDialog>
  )
}
