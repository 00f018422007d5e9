import { memo } from 'react'
import { Link } from 'react-router-dom'
import { STATUS_FACES } from '@/services/status-faces'
import { BrandIcon } from '@/ui/brand-icon'
import { cx } from '@/ui/cx'
import { Jack } from '@/ui/jack'
import { ShareBars } from '@/ui/share-bars'
import { TimeAgo } from '@/ui/time-ago'
import { dayName, durationOf } from '../days'
import type { Watched } from '../overview-model'
import { noteOf } from '../row-note'
import { countInWords, countOf, percentOf, uptimeOf, WINDOWS, type Window } from '../uptime'

/** Name, days, four figures: as many of them as there is room for. */
export const ROW_COLUMNS =
  'px-4 gap-x-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_3.75rem_6.25rem] lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_3.75rem_4.25rem_6.25rem] xl:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)_3.75rem_3.75rem_3.75rem_4.25rem_6.25rem]'

/** Of the windows one is chosen, and there where the others have no room. */
export const FIGURE_CLASS = { chosen: 'text-right', other: 'text-right max-xl:hidden' }

type HealthPageRowProps = { watched: Watched; days: Window; now: string; firstDay: string }

export const HealthPageRow = memo(function HealthPageRow({
  watched,
  days,
  now,
  firstDay,
}: HealthPageRowProps) {
  const { row, type, condition } = watched
  const shown = row.checks.slice(-days)
  const first = row.checks.length - shown.length
  const dayAt = (index: number) => ({
    checks: row.checks[first + index] ?? 0,
    failures: row.failures[first + index] ?? 0,
  })
  const note = noteOf(watched, now)
  const face = STATUS_FACES[condition === 'failing' ? 'error' : row.status]
  return (
    <article
      data-condition={condition}
      className={cx(
        ROW_COLUMNS,
        'relative grid h-full items-center border-line border-b text-sm transition-colors hover:bg-sunken/60',
        'max-md:grid-cols-[minmax(0,1fr)_auto] max-md:content-center max-md:gap-y-2',
      )}
    >
      <div className="flex min-w-0 items-center gap-3">
        <span className="max-md:hidden">
          <BrandIcon slug={type?.icon ?? null} name={type?.name ?? row.name} />
        </span>
        <div className="min-w-0">
          <h3 className="flex items-center gap-2 font-medium text-base">
            <Jack state={face.jack} />
            <span className="sr-only">{face.word}: </span>
            <Link
              to={`/integrations/${row.id}`}
              className="truncate after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-copper focus-visible:after:-outline-offset-2"
            >
              {row.name}
            </Link>
          </h3>
          <p className="truncate text-ink-3" title={note.text}>
            {note.lead && (
              <span
                className={cx('mr-1.5 font-medium', note.tone === 'bad' ? 'text-bad' : 'text-warn')}
              >
                {note.lead}
              </span>
            )}
            {note.text}
          </p>
        </div>
      </div>
      <ShareBars
        label={`${row.name}, day by day`}
        bars={shown.map((_, index) => {
          const uptime = uptimeOf(dayAt(index))
          return { share: uptime === null ? null : 1 - uptime }
        })}
        tell={(index) => ({
          name: dayName(firstDay, first + index),
          text: countInWords(dayAt(index)),
        })}
        className="max-md:order-1 max-md:col-span-full"
      />
      {WINDOWS.map((each) => (
        <Figure key={each} label={`Passed in ${each} days`} isShown={each === days}>
          {percentOf(countOf(row, each))}
        </Figure>
      ))}
      <p className="text-right font-mono text-xs max-lg:md:hidden max-md:order-2 max-md:text-left">
        <span className="font-sans text-ink-3 md:sr-only">p95 </span>
        {row.p95 === null ? '–' : durationOf(row.p95)}
      </p>
      <p className="text-right text-ink-3 max-md:order-3">
        <span className="md:sr-only">checked </span>
        {row.last_checked_at === null ? 'never' : <TimeAgo date={row.last_checked_at} />}
      </p>
    </article>
  )
})

type FigureProps = { label: string; isShown: boolean; children: string }

function Figure({ label, isShown, children }: FigureProps) {
  return (
    <p
      className={cx(
        FIGURE_CLASS[isShown ? 'chosen' : 'other'],
        'font-mono text-xs tabular-nums',
        isShown ? 'text-ink' : 'text-ink-3',
        !isShown && 'max-md:hidden',
      )}
    >
      <span className="sr-only">{label}: </span>
      {children}
    </p>
  )
}
