import { Alert } from './alert'
import { Button } from './button'
import { ErrorText } from './error-text'

type LoadFailureProps = {
  /** A query that failed, as TanStack Query has it. */
  query: { data: unknown; error: Error | null; refetch: () => unknown; isFetching: boolean }
  /** What did not come, or not anew, as the subject of a sentence: "The log". */
  what: string
}

export function LoadFailure({ query, what }: LoadFailureProps) {
  return (
    <Alert
      tone="bad"
      role="alert"
      title={`${what} could not be ${query.data === undefined ? 'loaded' : 'refreshed'}.`}
      action={
        <Button onClick={() => query.refetch()} isBusy={query.isFetching}>
          Try again
        </Button>
      }
    >
      <ErrorText error={query.error} />
    </Alert>
  )
}
