import { RUNNER_ONLINE_MS, type RunnerRow } from '@contract/runner'
import { Link } from 'react-router-dom'
import { Alert } from '@/ui/alert'
import { ErrorText } from '@/ui/error-text'
import { useRunners } from '../queries'

/** That this connection is tested by a runner, and whether there is one. */
export function RunnerNote({ why }: { why: string }) {
  const runners = useRunners()
  if (runners.data === undefined) {
    return (
      <Alert>
        {why} A runner does it, a small program on a machine of yours.{' '}
        {runners.error && <ErrorText error={runners.error} />}
      </Alert>
    )
  }
  const online = runners.data.filter((runner) => isOnline(runner, Date.now()))
  if (online.length > 0) {
    const names = new Intl.ListFormat('en').format(online.map(({ name }) => name))
    return (
      <Alert>
        {why}{' '}
        {online.length === 1
          ? `The runner ${names} does it; it is online.`
          : `One of your runners does it: ${names} are online.`}
      </Alert>
    )
  }
  return (
    <Alert
      tone="warn"
      title="No runner is online."
      action={
        <Link to="/settings/runners" className="font-medium underline underline-offset-2">
          Start a runner
        </Link>
      }
    >
      {why} A runner does it, a small program on a machine of yours. You can save this now, and test
      it once one is online.
    </Alert>
  )
}

/** @param now in ms since the epoch */
function isOnline({ last_seen_at }: RunnerRow, now: number): boolean {
  return last_seen_at !== null && now - Date.parse(last_seen_at) < RUNNER_ONLINE_MS
}
