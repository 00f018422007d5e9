import { toAppError } from '@/lib/errors'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'

type LoadFailureProps = { error: Error; isRetrying: boolean; onRetry: () => void }

export function LoadFailure({ error, isRetrying, onRetry }: LoadFailureProps) {
  return (
    <div role="alert">
      <EmptyState
        title="Your integrations could not be loaded"
        action={
          <Button variant="primary" isBusy={isRetrying} onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {toAppError(error).message}
      </EmptyState>
    </div>
  )
}
