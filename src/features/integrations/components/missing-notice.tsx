import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'

type MissingNoticeProps = { title: string; message: string; onDismiss: () => void }

/** A link that leads to nothing says so, and lets the person go on. */
export function MissingNotice({ title, message, onDismiss }: MissingNoticeProps) {
  return (
    <Alert
      tone="warn"
      role="alert"
      title={title}
      action={
        <Button size="sm" onClick={onDismiss}>
          Show all integrations
        </Button>
      }
    >
      {message}
    </Alert>
  )
}
