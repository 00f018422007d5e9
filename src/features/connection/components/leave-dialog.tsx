import { ConfirmDialog } from '@/ui/confirm-dialog'
import type { Leaving, Question } from '../use-leaving'

type Words = {
  title: string
  confirmLabel: string
  cancelLabel?: string
  consequences: string
}

const UNSAVED = 'What you typed is not saved, and secrets cannot be read back.'

function wordsOf(asked: Question, name: string): Words {
  switch (asked) {
    case 'close':
      return {
        title: 'Discard what you typed?',
        confirmLabel: 'Discard',
        consequences: UNSAVED,
      }
    case 'stop':
      return {
        title: 'Stop saving?',
        confirmLabel: 'Stop and close',
        cancelLabel: 'Go on saving',
        consequences:
          'What is stored by now stays, as “Not set up”. Nothing more is stored, and secrets cannot be read back.',
      }
    case 'disconnect':
      return {
        title: `Disconnect ${name}?`,
        confirmLabel: `Disconnect ${name}`,
        consequences: `${UNSAVED} What is stored stays for when you reconnect.`,
      }
    case 'delete':
      return {
        title: `Discard ${name}?`,
        confirmLabel: `Discard ${name}`,
        consequences: 'Its settings, its sealed secrets and its log go with it.',
      }
  }
}

/** Asks once before what was typed, or the whole connection, goes. */
export function LeaveDialog({ leaving, name }: { leaving: Leaving; name: string }) {
  const { asked, cancel, confirm, isBusy, error } = leaving
  if (asked === null) return null
  const { consequences, ...question } = wordsOf(asked, name)
  return (
    <ConfirmDialog
      {...question}
      isOpen
      onCancel={cancel}
      onConfirm={confirm}
      isBusy={isBusy}
      error={error}
    >
      {consequences}
    </ConfirmDialog>
  )
}
