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

/** The newest few incidents; one that goes on is the first. */
export function useLastIncidents(id: string, count: number) {
  return useQuery({
    queryKey: [...queryKeys.incidents(id), 'last'],
    queryFn: () => integrationService.getIncidents(id, count),
    refetchInterval: pollEvery(false),
  })
}

const PAGE = 25

/** All its incidents in the same order, a page at a time. */
export function useIncidents(id: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.incidents(id),
    queryFn: ({ pageParam }) => integrationService.getIncidents(id, PAGE, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.opened_at),
    refetchInterval: pollEvery(false),
  })
}
