import type { LogRow } from '@contract/detail-rows'
import type { LogLevel } from '@contract/status'
import { Link } from 'react-router-dom'
import { Badge } from '@/ui/badge'
import { buttonClass } from '@/ui/button-class'
import { Disclosure } from '@/ui/disclosure'
import { LoadFailure } from '@/ui/load-failure'
import { Skeleton } from '@/ui/skeleton'
import { TimeAgo } from '@/ui/time-ago'
import type { Tone } from '@/ui/tone'
import { useLogs } from '../queries'

const TONES: Record<LogLevel, Tone> = {
  debug: 'neutral',
  info: 'neutral',
  warn: 'warn',
  error: 'bad',
}

type LogTabProps = { id: string; isTesting: boolean }

/** The newest entries of its log, and the way to all of them. */
export function LogTab({ id, isTesting }: LogTabProps) {
  const logs = useLogs(id, isTesting)
  if (logs.isPending) return <Skeleton className="h-48" />
  if (!logs.data) return <LoadFailure query={logs} what="The log" />
  return (
    <div className="flex flex-col items-start gap-3">
      <ol className="w-full divide-y divide-line">
        {logs.data.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      <Link to={`/logs?integration=${id}`} className={buttonClass()}>
        Search its log
      </Link>
    </div>
  )
}

function Entry({ entry }: { entry: LogRow }) {
  const hasMetadata = Object.keys(entry.metadata).length > 0
  return (
    <li className="flex flex-col gap-1 py-2.5 text-sm">
      <p className="flex items-center gap-2 text-ink-3 text-xs">
        <Badge tone={TONES[entry.level]}>{entry.level}</Badge>
        <span className="font-mono">{entry.event_type}</span>
        <span className="ml-auto whitespace-nowrap">
          <TimeAgo date={entry.created_at} />
        </span>
      </p>
      <p className="wrap-anywhere">{entry.message}</p>
      {hasMetadata && (
        <Disclosure title="Details" className="text-xs">
          <pre className="wrap-anywhere mt-1 whitespace-pre-wrap rounded-sm bg-sunken p-2 font-mono text-xs">
            {JSON.stringify(entry.metadata, null, 2)}
          </pre>
        </Disclosure>
      )}
    </li>
  )
}
