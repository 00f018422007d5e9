import { useQuery } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { pollEvery } from '@/services/polling'
import { integrationService } from '@/services/service'

/** How everything is, followed while the tab is seen, and read at once when it is seen again. */
export function useHealthOverview() {
  return useQuery({
    queryKey: queryKeys.healthOverview,
    queryFn: () => integrationService.getHealthOverview(),
    // Whoever comes here from connecting something is not shown how it was a moment before.
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
    refetchInterval: pollEvery(false),
    refetchIntervalInBackground: false,
  })
}

/** Names and icons of what is connected: the page stands without them. */
export function useTypeNames() {
  return useQuery({
    queryKey: queryKeys.types,
    queryFn: () => integrationService.getAllIntegrationTypes(),
    staleTime: 10 * 60_000,
  })
}
