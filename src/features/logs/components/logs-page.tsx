import { Pause, Play } from 'lucide-react'
import { useId, useMemo } from 'react'
import { useSearchParams } from 'react-router-dom'
import { Button } from '@/ui/button'
import { lazyPart } from '@/ui/lazy-part'
import { PageHeader } from '@/ui/page-header'
import { RefreshNote } from '@/ui/refresh-note'
import { SearchField } from '@/ui/search-field'
import { queryOf, readKey } from '../filter'
import { barsOf, totalsOf } from '../histogram-model'
import { useIntegrationRows, useLogCounts, useLogPages, useLogTail } from '../queries'
import { useExport } from '../use-export'
import { useLogFilter } from '../use-log-filter'
import { ExportControl } from './export-control'
import { GoneNotice } from './gone-notice'
import { LogBody } from './log-body'
import { LogFilters } from './log-filters'

const EntryDialog = lazyPart(() => import('./entry-dialog'))

/** What happened to all integrations, as one asks it. All of the question is in the URL. */
export default function LogsPage() {
  const { filter, typed, search, change, clear, isLive, setLive } = useLogFilter()
  const [params, setParams] = useSearchParams()
  const headingId = useId()
  const query = useMemo(() => queryOf(filter), [filter])
  const pages = useLogPages(query)
  const first = pages.isPlaceholderData ? undefined : pages.data?.pages[0]
  const tail = useLogTail(query, first, isLive)
  const counts = useLogCounts(query, isLive)
  const { data: rows } = useIntegrationRows()
  const names = useMemo(() => rows && new Map(rows.map(({ id, name }) => [id, name])), [rows])
  const exporting = useExport(names ?? null)
  const entryKey = readKey(params.get('entry'))

  const known = counts.isPlaceholderData ? undefined : counts.data
  const total = known && known.counted_since === null ? totalsOf(barsOf(known)).total : null

  function closeEntry() {
    setParams((current) => {
      current.delete('entry')
      return current
    })
  }

  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Logs"
        actions={
          <>
            <SearchField label="Search the log" value={typed} onChange={search} />
            <Button
              aria-pressed={isLive}
              disabled={'from' in filter.time}
              onClick={() => setLive(!isLive)}
              className={isLive ? 'border-copper! text-copper!' : ''}
            >
              {isLive ? (
                <Pause aria-hidden="true" className="size-3.5" />
              ) : (
                <Play aria-hidden="true" className="size-3.5" />
              )}
              Live
            </Button>
            <ExportControl
              written={exporting.written}
              total={total}
              isDisabled={!known || known.bars.length === 0}
              onStart={(format) =>
                known &&
                exporting.start({ ...query, last_s: null, from: known.from, to: known.to }, format)
              }
              onStop={exporting.stop}
            />
          </>
        }
      >
        What happened to your integrations.
        {isLive && tail.error && (
          <RefreshNote
            since={tail.dataUpdatedAt || pages.dataUpdatedAt}
            onRetry={() => tail.refetch()}
          />
        )}
      </PageHeader>
      <LogFilters filter={filter} integrations={rows ?? NO_ROWS} onChange={change} />
      {names && (
        <GoneNotice
          ids={filter.integrations.filter((id) => !names.has(id))}
          onShowRest={() =>
            change({ integrations: filter.integrations.filter((id) => names.has(id)) })
          }
        />
      )}
      <LogBody
        headingId={headingId}
        filter={filter}
        pages={pages}
        tail={isLive ? (tail.data ?? NO_ENTRIES) : NO_ENTRIES}
        counts={counts}
        names={names ?? null}
        onChange={change}
        onClear={clear}
      />
      {entryKey && <EntryDialog entryKey={entryKey} names={names ?? null} onClose={closeEntry} />}
    </div>
  )
}

const NO_ROWS: never[] = []
const NO_ENTRIES: never[] = []
