import type { IntegrationCardRow } from '@contract/rows'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toldInOneLine } from '@/lib/told'
import { refetchIntegration } from './refetch-integration'
import { integrationService } from './service'
import { type RunPurpose, runTest } from './test-runs'

/** Says what became of something, where the page that it was asked on does not show it. */
export type Tell = (news: {
  tone: 'neutral' | 'bad'
  title: string
  detail?: string
  action?: { label: string; onAct: () => void }
}) => void

const NOT_DONE: Record<RunPurpose, string> = { test: 'tested', connect: 'connected' }

/**
 * What can be done to an integration from its card, its page and its form. What a test finds comes
 * as the row's new status; `tell` gets what no row says.
 */
export function useIntegrationActions(
  { id, name }: Pick<IntegrationCardRow, 'id' | 'name'>,
  tell: Tell,
) {
  const client = useQueryClient()
  const failed = (title: string, error: Error) =>
    tell({ tone: 'bad', title, detail: toldInOneLine(error) })

  const { mutate: run } = useMutation({
    mutationFn: (purpose: RunPurpose) => runTest(id, purpose, client),
    onError: (error, purpose) => failed(`${name} was not ${NOT_DONE[purpose]}`, error),
  })
  const authorization = useMutation({
    mutationFn: async () => (await import('./authorization-flow')).beginAuthorization(id),
    onError: (error) => failed(`${name} was not reconnected`, error),
  })
  const disconnection = useMutation({
    mutationFn: () => integrationService.disconnectIntegration(id),
    onSuccess: () =>
      tell({
        tone: 'neutral',
        title: `${name} is disconnected`,
        detail: 'Its settings and sealed secrets stay.',
        action: { label: 'Undo', onAct: () => run('connect') },
      }),
    onError: (error) => failed(`${name} is still connected`, error),
    onSettled: () => refetchIntegration(id, client),
  })
  return {
    test: () => run('test'),
    connect: () => run('connect'),
    disconnect: (onDone = () => {}) => disconnection.mutate(undefined, { onSuccess: onDone }),
    isDisconnecting: disconnection.isPending,
    /** Leads to the authorization server, where access is given again. */
    authorize: () => authorization.mutate(),
    isAuthorizing: authorization.isPending,
  }
}

export type IntegrationActions = ReturnType<typeof useIntegrationActions>
