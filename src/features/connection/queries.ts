import { useQuery } from '@tanstack/react-query'
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

/** One integration with its last report. `id` null: there is none yet. */
export function useIntegrationDetail(id: string | null) {
  return useQuery({
    queryKey: queryKeys.integration(id ?? ''),
    queryFn: () => integrationService.getUserIntegration(id ?? ''),
    enabled: id !== null,
    refetchInterval: (query) => pollEvery(query.state.data?.status === 'testing'),
  })
}

export function useHealthMetrics(id: string, isTesting: boolean) {
  return useQuery({
    queryKey: queryKeys.metrics(id),
    queryFn: () => integrationService.getHealthMetrics(id),
    refetchInterval: pollEvery(isTesting),
  })
}

export function useLogs(id: string, isTesting: boolean) {
  return useQuery({
    queryKey: queryKeys.logs(id),
    queryFn: () => integrationService.getLogs(id),
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
