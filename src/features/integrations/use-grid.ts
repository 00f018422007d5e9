import type { TypeOutline } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'
import { useMemo } from 'react'
import { AppError } from '@/lib/errors'
import { type Grid, gridOf } from './model'
import { useIntegrations, useIntegrationTypes } from './queries'

type Loaded = {
  state: 'loaded'
  grid: Grid
  rows: readonly IntegrationCardRow[]
  types: readonly TypeOutline[]
  /** Set when the last attempt to refresh failed: since when (ms) nothing new has come. */
  staleSince: number | null
}
export type GridState =
  | { state: 'loading' }
  | { state: 'failed'; error: Error; isRetrying: boolean }
  | Loaded

const OFFLINE = new AppError(
  'offline',
  'You are offline. They are loaded when the connection is back.',
)

/** The catalogue and the person's integrations as one thing that is loading, failed or there. */
export function useGrid(): GridState & { retry: () => void } {
  const types = useIntegrationTypes()
  const integrations = useIntegrations()
  const grid = useMemo(
    () => (integrations.data && types.data ? gridOf(integrations.data, types.data) : null),
    [integrations.data, types.data],
  )

  function retry() {
    if (!types.data) void types.refetch()
    void integrations.refetch()
  }

  if (grid && integrations.data && types.data) {
    const staleSince = integrations.isError ? integrations.dataUpdatedAt : null
    const { data: rows } = integrations
    return { state: 'loaded', grid, rows, types: types.data, staleSince, retry }
  }
  const isPaused = types.isPaused || integrations.isPaused
  const error = types.error ?? integrations.error ?? (isPaused ? OFFLINE : null)
  if (!error) return { state: 'loading', retry }
  return { state: 'failed', error, isRetrying: types.isFetching || integrations.isFetching, retry }
}
