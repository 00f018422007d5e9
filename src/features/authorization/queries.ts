import { useMutation, useQuery } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { beginAuthorization } from '@/services/authorization-flow'
import { integrationService } from '@/services/service'

/**
 * Finishes an authorization, once a ticket: mounting it twice asks once, and `refetch` asks again
 * with the same ticket. Null: there is nothing to finish.
 */
export function useFinish(finish: { ticket: string; browserKey: string } | null) {
  return useQuery({
    queryKey: ['authorization', finish?.ticket],
    queryFn: () => integrationService.finishAuthorization(finish ?? { ticket: '', browserKey: '' }),
    enabled: finish !== null,
    // A ticket counts once: whether another attempt is worth it is for the person to see.
    retry: false,
    networkMode: 'always',
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}

/** What the connection is called. `id` null: this tab does not know which it is. */
export function useName(id: string | null): string {
  const { data } = useQuery({
    queryKey: queryKeys.integration(id ?? ''),
    queryFn: () => integrationService.getUserIntegration(id ?? ''),
    enabled: id !== null,
  })
  return data?.name ?? 'The connection'
}

export function useBeginAgain(id: string | null) {
  return useMutation({
    mutationFn: async () => {
      if (id !== null) await beginAuthorization(id)
    },
  })
}
