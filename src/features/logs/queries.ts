import type { LogEntry, LogPage } from '@contract/log-search'
import { MAX_LOG_PAGE } from '@contract/log-search'
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import type { LogKey, LogQuery } from '@/services/logs'
import { integrationService } from '@/services/service'
import { mergeTail, overlapBefore } from './tail'

/** Entries a request. */
const PAGE = 200
const TAIL_MS = 2_000
const COUNTS_MS = 10_000

const pagesKey = (query: LogQuery) => [...queryKeys.allLogs, 'pages', query] as const
const tailKey = (query: LogQuery) => [...queryKeys.allLogs, 'tail', query] as const

/** What is found, from the newest on, page by page. What comes meanwhile is the tail's to show. */
export function useLogPages(query: LogQuery) {
  return useInfiniteQuery({
    queryKey: pagesKey(query),
    queryFn: async ({ pageParam, signal }) => {
      const calls = await integrationService.getLogCalls()
      return calls.page(query, pageParam && { before: pageParam }, PAGE, signal)
    },
    initialPageParam: null as LogKey | null,
    getNextPageParam: ({ entries }): LogKey | null =>
      entries.length < PAGE ? null : (entries.at(-1) ?? null),
    placeholderData: keepPreviousData,
    // Read anew it would be read to the same depth, however many pages that are: who comes back begins anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}

/** What has come since the first page was read, newest first; asked for again and again while `isOn`. */
export function useLogTail(query: LogQuery, first: LogPage | undefined, isOn: boolean) {
  const client = useQueryClient()
  return useQuery({
    queryKey: tailKey(query),
    queryFn: async ({ signal }): Promise<LogEntry[]> => {
      const known = client.getQueryData<LogEntry[]>(tailKey(query)) ?? []
      const newest = known[0] ?? first?.entries[0]
      const calls = await integrationService.getLogCalls()
      const after = { created_at: overlapBefore(newest?.created_at ?? first?.now ?? ''), id: 0 }
      const { entries } = await calls.page(query, { after }, MAX_LOG_PAGE, signal)
      return mergeTail(known, entries, first?.entries ?? [])
    },
    enabled: isOn && first !== undefined,
    refetchInterval: TAIL_MS,
    gcTime: 0,
    staleTime: 0,
  })
}

export function useLogCounts(query: LogQuery, isLive: boolean) {
  return useQuery({
    queryKey: [...queryKeys.allLogs, 'counts', query],
    queryFn: async ({ signal }) => (await integrationService.getLogCalls()).counts(query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: isLive && COUNTS_MS,
  })
}

/** One entry, which a link names. */
export function useLogEntry(key: LogKey) {
  return useQuery({
    queryKey: [...queryKeys.allLogs, 'entry', key],
    queryFn: async () => (await integrationService.getLogCalls()).entry(key),
  })
}

/** The integrations, for their names. */
export function useIntegrationRows() {
  return useQuery({
    queryKey: queryKeys.integrations,
    queryFn: () => integrationService.getUserIntegrations(),
  })
}
