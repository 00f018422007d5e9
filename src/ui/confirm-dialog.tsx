import type { ReactNode } from 'react'
import { Alert } from './alert'
import { Button } from './button'
import { Dialog } from './dialog'
import { ErrorText } from './error-text'

type ConfirmDialogProps = {
  isOpen: boolean
  onCancel: () => void
  onConfirm: () => void
  /** A question that names the thing: "Delete Acme Stripe?" */
  title: string
  /** What goes, in full: "Its credential, 312 checks and 40 log entries go with it." */
  children: ReactNode
  /** The verb and the thing: "Delete Acme Stripe". */
  confirmLabel: string
  cancelLabel?: string
  isBusy?: boolean
  /** Why it did not work. */
  error?: Error | null
}

/** Asks once before something that cannot be undone. The safe answer has the focus. */
export function ConfirmDialog({
  isOpen,
  onCancel,
  onConfirm,
  title,
  children,
  confirmLabel,
  cancelLabel = 'Cancel',
  isBusy = false,
  error,
}: ConfirmDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => {
        if (!next && !isBusy) onCancel()
      }}
      title={title}
      width="narrow"
      footer={
        <>
          <Button onClick={onCancel} disabled={isBusy}>
            {cancelLabel}
          </Button>
          <Button variant="danger" onClick={onConfirm} isBusy={isBusy}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-ink-2">
        <div>{children}</div>
        {error && (
          <Alert tone="bad" role="alert">
            <ErrorText error={error} />
          </Alert>
        )}
      </div>
    </Dialog>
  )
}
