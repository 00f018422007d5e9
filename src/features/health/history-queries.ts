import type { HealthRange } from '@contract/health'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { pollEvery } from '@/services/polling'
import { integrationService } from '@/services/service'

/** How one integration has been. Another range shows what was there until its own has come. */
export function useIntegrationHealth(id: string, range: HealthRange) {
  return useQuery({
    queryKey: queryKeys.health(id, range),
    queryFn: () => integrationService.getIntegrationHealth(id, range),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(false),
  })
}

/** Its incidents, the newest first and so the one that goes on, `pageSize` at a time. */
export function useIncidents(id: string, pageSize: number) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.incidents(id), pageSize],
    queryFn: ({ pageParam }) => integrationService.getIncidents(id, pageSize, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.opened_at),
    refetchInterval: pollEvery(false),
  })
}
