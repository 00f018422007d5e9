import type { IntegrationCardRow } from '@contract/rows'
import { Jack } from '@/ui/jack'
import { TimeAgo } from '@/ui/time-ago'
import { noteOf, STATUS_JACKS, STATUS_WORDS } from '../card-facts'

/** Jack, word, and since when or on which rung. `stage`: where a running test is, if known. */
export function CardStatus({ row, stage }: { row: IntegrationCardRow; stage: string }) {
  return (
    <p className="flex min-w-0 flex-1 items-center gap-2 text-sm">
      <Jack state={STATUS_JACKS[row.status]} />
      <span className="shrink-0 font-medium">{STATUS_WORDS[row.status]}</span>
      <span className="truncate text-ink-3">
        {row.status === 'testing' ? stage : <Note row={row} />}
      </span>
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
