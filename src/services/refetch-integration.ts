import type { QueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'

/** After a change of one integration: everything that shows it is stale. Ends when it is read anew. */
export async function refetchIntegration(id: string, queryClient: QueryClient): Promise<void> {
  const shown = [queryKeys.integrations, queryKeys.recentChecks, queryKeys.integration(id)]
  await Promise.all(
    shown.map(async (queryKey) => {
      // What was asked before the change, and is not answered yet: the answer would be taken for the new one.
      await queryClient.cancelQueries({ queryKey })
      await queryClient.invalidateQueries({ queryKey })
    }),
  )
}
