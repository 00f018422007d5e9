import { useDeferredValue } from 'react'
import { type OpenTarget, openTargetOf } from './open-target'
import { useIntegrations, useIntegrationTypes } from './queries'

/** What the URL asks to lay over the grid; nothing while the rows it names are not known. */
export function useOpenTarget(params: URLSearchParams): OpenTarget {
  const types = useIntegrationTypes()
  const { data, isFetchedAfterMount, isError } = useIntegrations()
  // A page that leaves what was deleted is on its way for a moment: the row goes after it.
  const rows = useDeferredValue(data)
  if (!types.data || !rows) return { kind: 'unknown' }
  // A failed attempt counts as fetched too, and says nothing of what is there.
  const isFresh = isFetchedAfterMount && !isError && rows === data
  return openTargetOf(params, { types: types.data, rows, isFresh })
}
