import { RUNNER_ONLINE_MS, type RunnerRow } from '@contract/runner'
import { Alert } from '@/ui/alert'
import { ErrorText } from '@/ui/error-text'
import { ExternalLink } from '@/ui/external-link'
import { useRunners } from '../queries'

/** That this connection is tested by a runner, and whether there is one. `what`: what it does. */
export function RunnerNote({ what }: { what: string }) {
  const { data, error } = useRunners()
  if (data === undefined) {
    return (
      <Alert>
        {what}, a small program on a machine of yours. {error && <ErrorText error={error} />}
      </Alert>
    )
  }
  const online = data.filter((runner) => isOnline(runner, Date.now())).map(({ name }) => name)
  if (online.length > 0) {
    const names = new Intl.ListFormat('en').format(online)
    return (
      <Alert>
        {what}: {names} {online.length === 1 ? 'is' : 'are'} online.
      </Alert>
    )
  }
  return (
    <Alert
      tone="warn"
      title="No runner is online."
      // In a tab of its own: what is typed here stays.
      action={<ExternalLink href="/settings/runners">Start a runner</ExternalLink>}
    >
      {what}, a small program on a machine of yours. You can save this now, and test it once one is
      online.
    </Alert>
  )
}

/** @param now in ms since the epoch */
function isOnline({ last_seen_at }: RunnerRow, now: number): boolean {
  return last_seen_at !== null && now - Date.parse(last_seen_at) < RUNNER_ONLINE_MS
}
