import type { IntegrationCardRow } from '@contract/rows'
import { toAppError } from '@/lib/errors'
import { showToast } from '@/ui/toast'
import { useDisconnect, useTest } from './queries'

/** What can be done to an integration from its card, each telling how it went where the card cannot. */
export function useCardActions({ id, name }: Pick<IntegrationCardRow, 'id' | 'name'>) {
  const test = useTest({
    onError: (error) =>
      showToast({
        tone: 'bad',
        title: `${name} was not tested`,
        detail: toAppError(error).message,
      }),
  })
  const disconnect = useDisconnect({
    onSuccess: () =>
      showToast({
        tone: 'neutral',
        title: `${name} is disconnected`,
        action: { label: 'Undo', onAct: () => test.mutate(id) },
      }),
    onError: (error) =>
      showToast({
        tone: 'bad',
        title: `${name} is still connected`,
        detail: toAppError(error).message,
      }),
  })
  return { test: () => test.mutate(id), disconnect: () => disconnect.mutate(id) }
}
