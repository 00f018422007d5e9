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
})

const integrationsQuery = queryOptions({
  queryKey: queryKeys.integrations,
  queryFn: async ({ client }) => {
    const rows = await integrationService.getUserIntegrations()
    refetchChecksAfter(rows, client)
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

/** Checks are many and rarely new: asked for again when a report has come, not at each poll. */
function refetchChecksAfter(rows: readonly IntegrationCardRow[], client: QueryClient): void {
  const before = client.getQueryData<IntegrationCardRow[]>(queryKeys.integrations)
  if (before && lastReportOf(rows) !== lastReportOf(before)) {
    void client.invalidateQueries({ queryKey: queryKeys.recentChecks })
  }
}

function lastReportOf(rows: readonly IntegrationCardRow[]): number {
  return Math.max(0, ...rows.map((row) => Date.parse(row.last_checked_at ?? '') || 0))
}
