import type { UseQueryResult } from '@tanstack/react-query'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { ErrorText } from '@/ui/error-text'

type LoadFailureProps = {
  query: Pick<UseQueryResult, 'error' | 'refetch' | 'isFetching'>
  /** What did not come, as the subject of a sentence: "The log". */
  what: string
}

export function LoadFailure({ query, what }: LoadFailureProps) {
  return (
    <Alert
      tone="bad"
      role="alert"
      title={`${what} could not be loaded.`}
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
