import type { QueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'

/** After a change of one integration: everything that shows it is stale. Ends when it is read anew. */
export async function refetchIntegration(id: string, queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: queryKeys.integrations }),
    queryClient.invalidateQueries({ queryKey: queryKeys.recentChecks }),
    queryClient.invalidateQueries({ queryKey: queryKeys.integration(id) }),
  ])
}
