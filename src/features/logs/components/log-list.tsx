import type { LogEntry } from '@contract/log-search'
import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import { Button } from '@/ui/button'
import { ErrorText } from '@/ui/error-text'
import { Spinner } from '@/ui/spinner'
import { VirtualGrid } from '@/ui/virtual-grid'
import { keyText } from '../filter'
import type { useLogPages } from '../queries'
import { useRowHeight } from '../use-row-height'
import { useIsScrolledDown, useScrollPlace } from '../use-scroll-place'
import { LogRow } from './log-row'

type LogListProps = {
  pages: ReturnType<typeof useLogPages>
  /** What has come since, newest first. */
  tail: readonly LogEntry[]
  /** By the id of an integration; null while not known. */
  names: ReadonlyMap<string, string> | null
  labelledBy: string
}

/** Everything that is found, read as one scrolls. What comes while one reads waits at the top. */
export function LogList({ pages, tail, names, labelledBy }: LogListProps) {
  const height = useRowHeight()
  const [params] = useSearchParams()
  const end = useRef<HTMLDivElement>(null)
  const isNearEnd = useScrollPlace(end)
  const isReading = useIsScrolledDown()
  // The newest that was shown when one began to scroll: what is newer would push down what one reads.
  const [newestShown, setNewestShown] = useState<string | null>(null)
  const newest = tail[0] ? keyText(tail[0]) : 'none'
  if (isReading && newestShown === null) setNewestShown(newest)
  if (!isReading && newestShown !== null) setNewestShown(null)

  const shownFrom =
    newestShown === null ? 0 : tail.findIndex((entry) => keyText(entry) === newestShown)
  const waiting = shownFrom === -1 ? tail.length : shownFrom
  const entries = [
    ...tail.slice(waiting),
    ...(pages.data?.pages ?? []).flatMap((page) => page.entries),
  ]

  const {
    hasNextPage,
    isFetchingNextPage,
    isFetchNextPageError,
    fetchNextPage,
    isPlaceholderData,
  } = pages
  const isWanted =
    isNearEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError && !isPlaceholderData
  // After each page again: a short one may leave its end in sight.
  const loaded = entries.length
  useEffect(() => {
    if (isWanted && loaded > 0) void fetchNextPage()
  }, [isWanted, loaded, fetchNextPage])

  function detailsOf(entry: LogEntry): string {
    const next = new URLSearchParams(params)
    next.set('entry', keyText(entry))
    return `?${next}`
  }

  return (
    <div className="flex flex-col">
      {waiting > 0 && (
        <div className="sticky top-3 z-20 flex h-0 justify-center">
          <Button
            variant="primary"
            size="sm"
            onClick={() => window.scrollTo({ top: 0 })}
            className="rounded-full"
          >
            {waiting.toLocaleString()} new
          </Button>
        </div>
      )}
      <VirtualGrid
        items={entries}
        keyOf={keyText}
        columns={1}
        itemHeight={height}
        gap={0}
        labelledBy={labelledBy}
        renderItem={(entry) => (
          <LogRow
            entry={entry}
            integration={names?.get(entry.user_integration_id) ?? null}
            to={detailsOf(entry)}
            isNew={tail.includes(entry)}
          />
        )}
      />
      <div ref={end} className="flex min-h-12 items-center justify-center gap-3 text-ink-3 text-sm">
        {isFetchingNextPage && (
          <>
            <Spinner /> Reading older entries…
          </>
        )}
        {isFetchNextPageError && (
          <span role="alert" className="flex flex-wrap items-center gap-3 text-ink-2">
            <ErrorText error={pages.error} />
            <Button size="sm" onClick={() => fetchNextPage()}>
              Read on
            </Button>
          </span>
        )}
        {!hasNextPage && 'That is all there is.'}
      </div>
    </div>
  )
}
