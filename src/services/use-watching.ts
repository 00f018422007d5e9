import type { IntegrationCardRow } from '@contract/rows'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toldInOneLine } from '@/lib/told'
import { refetchIntegration } from './refetch-integration'
import { integrationService } from './service'
import type { Tell } from './use-integration-actions'

/** Pauses and resumes the background checks of an integration, wherever else they were set. */
export function useWatching({ id, name }: Pick<IntegrationCardRow, 'id' | 'name'>, tell: Tell) {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (is_watched: boolean) => integrationService.changeSettings(id, { is_watched }, {}),
    onSuccess: (_done, isWatched) =>
      tell(
        isWatched
          ? { tone: 'neutral', title: `${name} is watched again` }
          : {
              tone: 'neutral',
              title: `${name} is no longer watched`,
              detail: 'Nothing checks it until you test it or watch it again.',
              action: { label: 'Undo', onAct: () => mutate(true) },
            },
      ),
    onError: (error, isWatched) =>
      tell({
        tone: 'bad',
        title: isWatched ? `${name} is still not watched` : `${name} is still watched`,
        detail: toldInOneLine(error),
      }),
    onSettled: () => refetchIntegration(id, client),
  })
  return { pause: () => mutate(false), resume: () => mutate(true) }
}
