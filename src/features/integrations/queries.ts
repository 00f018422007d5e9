import type { IntegrationCardRow } from '@contract/rows'
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { pollEvery } from '@/services/polling'
import { integrationService } from '@/services/service'
import { stripsOf } from '@/services/strips'

/** The catalogue changes with a release, not while one looks at it. */
const CATALOGUE_STALE_MS = 10 * 60_000

/** Follows what happens elsewhere while the tab is seen, and at once when it is seen again. */
const LIVE = {
  refetchOnWindowFocus: 'always',
  refetchOnReconnect: 'always',
  refetchIntervalInBackground: false,
} as const

const typesQuery = queryOptions({
  queryKey: queryKeys.types,
  queryFn: () => integrationService.getAllIntegrationTypes(),
  staleTime: CATALOGUE_STALE_MS,
  // Without it there is no grid: what failed is asked for again by itself.
  refetchInterval: ({ state }) => state.status === 'error' && pollEvery(false),
})

const integrationsQuery = queryOptions({
  queryKey: queryKeys.integrations,
  queryFn: async ({ client }) => {
    const rows = await integrationService.getUserIntegrations()
    refetchAfter(rows, client)
    return rows
  },
  ...LIVE,
  refetchInterval: ({ state }) =>
    pollEvery(state.data?.some((row) => row.status === 'testing') ?? false),
})

const stripsQuery = queryOptions({
  queryKey: queryKeys.recentChecks,
  queryFn: () => integrationService.getRecentChecks(),
  select: stripsOf,
  ...LIVE,
  refetchInterval: pollEvery(false),
})

export function useIntegrationTypes() {
  return useQuery(typesQuery)
}

export function useIntegrations() {
  return useQuery(integrationsQuery)
}

/** The last checks of every integration, by its id, as its card draws them. */
export function useStrips() {
  return useQuery(stripsQuery)
}

/**
 * What hangs on rows is asked for again when they have changed, not at each poll: the checks of all
 * are many and rarely new, and those of one are only asked for while its details are open.
 */
function refetchAfter(rows: readonly IntegrationCardRow[], client: QueryClient): void {
  const known = client.getQueryData<IntegrationCardRow[]>(queryKeys.integrations)
  const before = new Map(known?.map((row) => [row.id, row]))
  let isReported = false
  for (const { id, status, last_checked_at } of rows) {
    const old = before.get(id)
    if (!old || (status === old.status && last_checked_at === old.last_checked_at)) continue
    isReported ||= last_checked_at !== old.last_checked_at
    void client.invalidateQueries({ queryKey: queryKeys.integration(id) })
  }
  if (isReported) void client.invalidateQueries({ queryKey: queryKeys.recentChecks })
}
