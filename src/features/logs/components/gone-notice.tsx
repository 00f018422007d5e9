import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'

type GoneNoticeProps = { ids: readonly string[]; onShowRest: () => void }

/** A link may name an integration that was deleted, and its log with it. */
export function GoneNotice({ ids, onShowRest }: GoneNoticeProps) {
  if (ids.length === 0) return null
  return (
    <Alert
      tone="warn"
      role="status"
      title={
        ids.length === 1
          ? 'An integration of this link is gone.'
          : `${ids.length} integrations of this link are gone.`
      }
      action={
        <Button size="sm" onClick={onShowRest}>
          Leave it out
        </Button>
      }
    >
      It was deleted, or never was yours; its log went with it.
    </Alert>
  )
}
