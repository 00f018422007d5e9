import type { HealthOverview } from '@contract/health'
import type { UseQueryResult } from '@tanstack/react-query'
import { env } from '@/lib/env'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { ErrorText } from '@/ui/error-text'
import { TimeAgo } from '@/ui/time-ago'

type HealthPageNoticesProps = { overview: UseQueryResult<HealthOverview> }

/** What makes the page less true than it looks: nobody checks, or it could not be read anew. */
export function HealthPageNotices({ overview }: HealthPageNoticesProps) {
  const { data, isError, error, isFetching, dataUpdatedAt, refetch } = overview
  if (!data) return null
  return (
    <>
      {isError && (
        <Alert
          tone="warn"
          role="status"
          title="What you see is old."
          action={
            <Button size="sm" isBusy={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          It was read <TimeAgo date={new Date(dataUpdatedAt).toISOString()} /> and could not be
          refreshed since. <ErrorText error={error} />
        </Alert>
      )}
      {data.stalled_since !== null && (
        <Alert tone="bad" role="alert" title="Background checks have stopped.">
          {data.overdue === 1 ? 'One integration waits' : `${data.overdue} integrations wait`} for a
          check that was due <TimeAgo date={data.stalled_since} />. What you see is how things were
          then. {isEmbedded() ? RESTART : LOOK_AFTER}
        </Alert>
      )}
    </>
  )
}

const RESTART =
  'Look into the terminal in which Patchbay runs: it says what failed. Then start it again (npm start).'
const LOOK_AFTER =
  'Who runs this Patchbay should look whether the project’s cron job still calls the function check-health, and what that answers.'

/** The embedded stack serves the page and the data from one origin. */
function isEmbedded(): boolean {
  return env.supabaseUrl === window.location.origin
}
