import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { ErrorText } from '@/ui/error-text'

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
        <ErrorText error={error} />
      </EmptyState>
    </div>
  )
}
