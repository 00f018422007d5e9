import type { IncidentRow } from '@contract/health'
import { Badge } from '@/ui/badge'
import { Jack } from '@/ui/jack'
import { Moment } from '@/ui/moment'
import { useNow } from '@/ui/use-now'
import { incidentDuration } from '../history-view'

/** Incidents as they are given: from, to, how long, and why. */
export function IncidentList({ incidents }: { incidents: readonly IncidentRow[] }) {
  return (
    <ol className="divide-y divide-line">
      {incidents.map((incident) => (
        <Incident key={incident.id} incident={incident} />
      ))}
    </ol>
  )
}

function Incident({ incident }: { incident: IncidentRow }) {
  const lasted = useNow((now) => incidentDuration(incident, now))
  const { opened_at, closed_at, ended_by, stage, code, message } = incident
  const isOpen = closed_at === null
  return (
    <li className="flex gap-3 py-3 text-sm">
      <Jack state={isOpen ? 'crossed' : 'empty'} className="mt-[3px]" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="font-medium">
            {isOpen ? 'Failing for' : 'Failed for'} {lasted}
          </span>
          {isOpen && <Badge tone="bad">open</Badge>}
          {ended_by === 'changed' && <Badge>ended by a change</Badge>}
        </p>
        <p className="text-ink-2">
          <Moment date={opened_at} />
          {' – '}
          {closed_at === null ? 'now' : <Moment date={closed_at} />}
        </p>
        <p className="wrap-anywhere">
          {message}{' '}
          <span className="font-mono text-ink-3 text-xs">
            {[stage, code].filter(Boolean).join(' · ')}
          </span>
        </p>
      </div>
    </li>
  )
}

export function NoIncidents() {
  return (
    <p className="text-ink-2">
      No incidents. One begins when checks in a row have failed, and ends when one passes.
    </p>
  )
}
