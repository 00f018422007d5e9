import { type OpenTarget, openTargetOf } from './open-target'
import { useIntegrations, useIntegrationTypes } from './queries'

/** What the URL asks to lay over the grid; nothing while the rows it names are not known. */
export function useOpenTarget(id: string | undefined, params: URLSearchParams): OpenTarget {
  const types = useIntegrationTypes()
  const integrations = useIntegrations()
  if (!types.data || !integrations.data) return { kind: 'none' }
  return openTargetOf(
    { id, params },
    { types: types.data, rows: integrations.data, isFresh: integrations.isFetchedAfterMount },
  )
}
