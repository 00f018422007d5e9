import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { integrationService } from '@/services/service'
import { refetchIntegration } from '@/services/test-runs'

/** While it is being tested, by whomever: often enough to see the end come. */
const TESTING_REFETCH_MS = 1_000
const VISIBLE_REFETCH_MS = 30_000

function refetchInterval(isTesting: boolean): number {
  return isTesting ? TESTING_REFETCH_MS : VISIBLE_REFETCH_MS
}

/** Slots and hints of the stored secrets. `id` null: nothing is stored yet. */
export function useCredentialHints(id: string | null) {
  return useQuery({
    queryKey: queryKeys.credentialHints(id ?? ''),
    queryFn: () => integrationService.getCredentialHints(id ?? ''),
    enabled: id !== null,
  })
}

/** One integration with its last report. `id` null: there is none yet. */
export function useIntegrationDetail(id: string | null) {
  return useQuery({
    queryKey: queryKeys.integration(id ?? ''),
    queryFn: () => integrationService.getUserIntegration(id ?? ''),
    enabled: id !== null,
    refetchInterval: (query) => refetchInterval(query.state.data?.status === 'testing'),
  })
}

export function useHealthMetrics(id: string, isTesting: boolean) {
  return useQuery({
    queryKey: queryKeys.metrics(id),
    queryFn: () => integrationService.getHealthMetrics(id),
    refetchInterval: refetchInterval(isTesting),
  })
}

export function useLogs(id: string, isTesting: boolean) {
  return useQuery({
    queryKey: queryKeys.logs(id),
    queryFn: () => integrationService.getLogs(id),
    refetchInterval: refetchInterval(isTesting),
  })
}

export function useDisconnect(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => integrationService.disconnectIntegration(id),
    onSettled: () => refetchIntegration(id, queryClient),
  })
}

export function useDelete(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => integrationService.deleteUserIntegration(id),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: queryKeys.integration(id) })
      return queryClient.invalidateQueries({ queryKey: queryKeys.integrations })
    },
  })
}
