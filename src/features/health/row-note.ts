import type { CheckCount } from '@contract/health'
import { RECENT_DAYS } from './condition'
import { lastingOf } from './days'
import type { Watched } from './overview-model'
import { countOf } from './uptime'

export type RowNote = {
  /** What stands out, where something does. */
  lead: string | null
  tone: 'bad' | 'warn' | 'quiet'
  text: string
}

/** The line under the name: why and since when it fails, or what it is. `now`: the database's clock. */
export function noteOf({ row, type, condition }: Watched, now: string): RowNote {
  const what = type ? `${type.name} · ${type.category}` : row.type_id
  switch (condition) {
    case 'failing':
      return {
        lead: `${row.is_watched ? 'Failing' : 'Paused, failing'} for ${lastingOf(row.incident_since ?? row.status_since, now)}`,
        tone: 'bad',
        text: row.last_error?.message ?? what,
      }
    case 'unsteady':
      return {
        lead: 'Unsteady',
        tone: 'warn',
        text: failedInWords(countOf(row, RECENT_DAYS)),
      }
    case 'healthy':
      return quiet(what)
    case 'waiting':
      return quiet('Waits for its first check.')
    case 'paused':
      return quiet('Paused: nobody checks it.')
    case 'unconnected':
      if (row.status === 'disconnected') return quiet('Disconnected: not checked.')
      return quiet(row.last_checked_at === null ? 'Never tested.' : 'Changed, not tested.')
  }
}

function failedInWords({ checks, failures }: CheckCount): string {
  return `${failures.toLocaleString('en')} of ${checks.toLocaleString('en')} checks failed since yesterday.`
}

function quiet(text: string): RowNote {
  return { lead: null, tone: 'quiet', text }
}
