import type { IntegrationCardRow } from '@contract/rows'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { integrationService } from './service'
import type { Tell } from './use-integration-actions'

type Deleted = Pick<IntegrationCardRow, 'id' | 'name' | 'auth_method'>

/**
 * Deletes an integration. Returns the question to ask before, in full, and how it goes afterwards;
 * `onDeleted` leaves what shows the integration before its rows are gone.
 */
export function useDeletion(
  { id, name, auth_method }: Deleted,
  { tell, onDeleted }: { tell: Tell; onDeleted: () => void },
) {
  const client = useQueryClient()
  const deletion = useMutation({
    mutationFn: () => integrationService.deleteUserIntegration(id),
    onSuccess: () => {
      tell({ tone: 'neutral', title: `${name} is deleted` })
      onDeleted()
    },
    onSettled: async (_data, error) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.integrations }),
        client.invalidateQueries({ queryKey: queryKeys.recentChecks }),
      ])
      if (!error) client.removeQueries({ queryKey: queryKeys.integration(id) })
    },
  })
  const credential = auth_method === 'none' ? '' : ', its sealed credential'
  return {
    title: `Delete ${name}?`,
    confirmLabel: `Delete ${name}`,
    consequences: `Its settings${credential}, all its checks and its log go with it. This cannot be undone.`,
    onConfirm: () => deletion.mutate(),
    isBusy: deletion.isPending,
    error: deletion.error,
  }
}
