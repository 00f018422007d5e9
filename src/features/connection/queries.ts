import type { HealthMetricRow, IntegrationDetailRow } from '@contract/detail-rows'
import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { pollEvery } from '@/services/polling'
import { integrationService } from '@/services/service'

/** Slots and hints of the stored secrets. `id` null: nothing is stored yet. */
export function useCredentialHints(id: string | null) {
  return useQuery({
    queryKey: queryKeys.credentialHints(id ?? ''),
    queryFn: () => integrationService.getCredentialHints(id ?? ''),
    enabled: id !== null,
  })
}

/** Follows what happens elsewhere while the tab is seen, and at once when it is seen again. */
const LIVE = { refetchOnWindowFocus: 'always', refetchOnReconnect: 'always' } as const

/** One integration with its last report. `id` null: there is none yet. */
export function useIntegrationDetail(id: string | null) {
  return useQuery({
    queryKey: queryKeys.integration(id ?? ''),
    queryFn: async ({ client }) => {
      const row = await integrationService.getUserIntegration(id ?? '')
      refetchAfter(row, client)
      return row
    },
    enabled: id !== null,
    ...LIVE,
    refetchInterval: (query) => pollEvery(query.state.data?.status === 'testing'),
  })
}

/** What hangs on its row is asked for again when a check has changed that, not at each poll. */
function refetchAfter(row: IntegrationDetailRow, client: QueryClient): void {
  const key = queryKeys.integration(row.id)
  const known = client.getQueryData<IntegrationDetailRow>(key)
  if (!known) return
  if (known.last_checked_at === row.last_checked_at && known.status === row.status) return
  void client.invalidateQueries({
    queryKey: key,
    predicate: ({ queryKey }) => queryKey.length > key.length,
  })
}

const CHECKS_A_PAGE = 50

/** Its checks, newest first, a page at a time. */
export function useChecks(id: string, isTesting: boolean) {
  return useInfiniteQuery({
    queryKey: queryKeys.metrics(id),
    queryFn: ({ pageParam }) => integrationService.getHealthMetrics(id, pageParam, CHECKS_A_PAGE),
    initialPageParam: null as HealthMetricRow | null,
    getNextPageParam: (page) => (page.length < CHECKS_A_PAGE ? undefined : page.at(-1)),
    refetchInterval: pollEvery(isTesting),
  })
}

const ENTRIES_SHOWN = 30

/** The newest entries of its log. */
export function useLogs(id: string, isTesting: boolean) {
  return useQuery({
    queryKey: queryKeys.logs(id),
    queryFn: () => integrationService.getLogs(id, ENTRIES_SHOWN),
    refetchInterval: pollEvery(isTesting),
  })
}

/** What its authorization server gave it; null where none did. */
export function useGrant(id: string) {
  return useQuery({
    queryKey: queryKeys.grant(id),
    queryFn: () => integrationService.getGrant(id),
  })
}

/** Seen anew often enough that a runner which is just started shows up. */
export function useRunners() {
  return useQuery({
    queryKey: queryKeys.runners,
    queryFn: () => integrationService.getRunners(),
    refetchInterval: pollEvery(false),
  })
}
