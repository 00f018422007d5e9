import type { IntegrationCardRow } from '@contract/rows'
import { STATUS_FACES } from '@/services/status-faces'
import { Jack } from '@/ui/jack'
import { TimeAgo } from '@/ui/time-ago'
import { noteOf } from '../card-facts'

/** Jack, word, and since when or on which rung. `stage`: where a running test is, if known. */
export function CardStatus({ row, stage }: { row: IntegrationCardRow; stage: string }) {
  const face = STATUS_FACES[row.status]
  return (
    // One line high: a note that has no room wraps out of sight, rather than be cut in mid-word.
    <p className="flex h-5 min-w-0 flex-1 flex-wrap items-center gap-x-2 overflow-hidden text-sm leading-5">
      <span className="flex items-center gap-2 font-medium">
        <Jack state={face.jack} />
        {face.word}
      </span>
      <span className="text-ink-3">{row.status === 'testing' ? stage : <Note row={row} />}</span>
    </p>
  )
}

function Note({ row }: { row: IntegrationCardRow }) {
  const note = noteOf(row)
  if (note.kind === 'text') return note.text
  if (note.kind === 'ago') return <TimeAgo date={note.at} />
  return (
    <time dateTime={note.at} title={new Date(note.at).toLocaleString()}>
      {row.status === 'error' && 'since '}
      {clockOrDate(note.at)}
    </time>
  )
}

/** Today: the time. Earlier: the day. */
function clockOrDate(date: string): string {
  const moment = new Date(date)
  return moment.toDateString() === new Date().toDateString()
    ? moment.toLocaleTimeString(undefined, { timeStyle: 'short' })
    : moment.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
}
