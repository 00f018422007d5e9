import type { RunnerRow } from '@contract/runner'
import { Badge } from '@/ui/badge'
import { Button } from '@/ui/button'
import { Jack } from '@/ui/jack'
import { TimeAgo } from '@/ui/time-ago'
import { isOnline } from '../model'

type RunnerItemProps = {
  runner: RunnerRow
  /** When the row was read: ms since the epoch. */
  now: number
  onRevoke: () => void
}

export function RunnerItem({ runner, now, onRevoke }: RunnerItemProps) {
  const { name, platform, version, last_seen_at, user_id } = runner
  const online = isOnline(runner, now)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line bg-panel px-4 py-3 shadow-card">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2">
          <span className="wrap-anywhere font-semibold">{name}</span>
          {user_id === null && <Badge>This project’s</Badge>}
        </p>
        <p className="wrap-anywhere text-ink-3 text-sm">
          {platform} · {version}
        </p>
      </div>
      <p className="flex items-center gap-2 text-sm">
        <Jack state={online ? 'filled' : 'empty'} />
        <span className="font-medium">{online ? 'Online' : 'Offline'}</span>
        <span className="text-ink-2">
          {last_seen_at ? (
            <>
              seen <TimeAgo date={last_seen_at} />
            </>
          ) : (
            'never seen'
          )}
        </span>
      </p>
      {user_id !== null && (
        <Button variant="danger-ghost" onClick={onRevoke} className="-mr-2 max-sm:ml-auto">
          Revoke <span className="sr-only">{name}</span>
        </Button>
      )}
    </li>
  )
}
