import type { IntegrationCardRow } from '@contract/rows'
import { STATUS_FACES } from '@/services/status-faces'
import { ClockOrDate } from '@/ui/clock-or-date'
import { Jack } from '@/ui/jack'
import { TimeAgo } from '@/ui/time-ago'

type StatusLineProps = { integration: IntegrationCardRow; isTesting: boolean; isPaused: boolean }

/** Jack, word, since when, when it was last checked, and whether anybody goes on checking. */
export function StatusLine({ integration, isTesting, isPaused }: StatusLineProps) {
  const status = isTesting ? 'testing' : integration.status
  const { word, jack } = STATUS_FACES[status]
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-sm">
      <Jack state={jack} />
      {/* Only the word: a clock that ticks is not to be read out. */}
      <span role="status" className="font-medium">
        {word}
      </span>
      {status !== 'testing' && (
        <span className="text-ink-2">
          since <ClockOrDate date={integration.status_since} />
          {integration.last_checked_at && (
            <>
              {' · '}checked <TimeAgo date={integration.last_checked_at} />
            </>
          )}
          {isPaused && ' · watching paused'}
        </span>
      )}
    </p>
  )
}
