import type { IntegrationCardRow } from '@contract/rows'
import { STATUS_FACES } from '@/services/status-faces'
import type { Strip } from '@/services/strips'
import { ClockOrDate } from '@/ui/clock-or-date'
import { Jack } from '@/ui/jack'
import { TimeAgo } from '@/ui/time-ago'
import { noteOf } from '../card-facts'

type CardStatusProps = {
  row: IntegrationCardRow
  strip: Strip | undefined
  /** Where a running test is, if known. */
  stage: string
}

/** Jack, word, and when it was checked, since when it is so, or on which rung it is. */
export function CardStatus({ row, strip, stage }: CardStatusProps) {
  const face = STATUS_FACES[row.status]
  return (
    // One line high: a note that has no room wraps out of sight, rather than be cut in mid-word.
    <p className="@container flex h-5 min-w-0 flex-1 flex-wrap items-center gap-x-2 overflow-hidden text-sm leading-5">
      <span className="flex items-center gap-2 font-medium">
        <Jack state={face.jack} />
        {face.word}
      </span>
      <span className="text-ink-3">
        {row.status === 'testing' ? stage : <Note row={row} strip={strip} />}
      </span>
    </p>
  )
}

function Note({ row, strip }: Pick<CardStatusProps, 'row' | 'strip'>) {
  const note = noteOf(row, strip)
  if (note.kind === 'text') return note.text
  if (note.kind === 'checked') {
    return (
      <>
        <span aria-hidden="true" className="@min-[207px]:hidden">
          ·{' '}
        </span>
        <span className="@max-[206px]:sr-only">checked </span>
        <TimeAgo date={note.at} />
      </>
    )
  }
  return (
    <>
      {row.status === 'error' && 'since '}
      <ClockOrDate date={note.at} />
    </>
  )
}
