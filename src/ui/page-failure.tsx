import { Button } from './button'
import { EmptyState } from './empty-state'
import { ErrorText } from './error-text'

type PageFailureProps = {
  /** What could not be loaded: "Your integrations could not be loaded". */
  title: string
  error: Error
  isRetrying: boolean
  onRetry: () => void
}

/** In the place of a page without which there is nothing to show. */
export function PageFailure({ title, error, isRetrying, onRetry }: PageFailureProps) {
  return (
    <div role="alert">
      <EmptyState
        title={title}
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
