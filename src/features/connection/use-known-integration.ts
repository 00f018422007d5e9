import type { IntegrationDetailRow } from '@contract/detail-rows'
import type { IntegrationCardRow } from '@contract/rows'
import { useQueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { AppError } from '@/lib/errors'
import { queryKeys } from '@/lib/query-keys'
import { useIntegrationDetail } from './queries'

export type KnownIntegration =
  | { state: 'loading' }
  | { state: 'gone' }
  | { state: 'failed'; query: ReturnType<typeof useIntegrationDetail> }
  | {
      state: 'known'
      row: IntegrationCardRow
      /** Undefined while the page has only what the grid knew. */
      detail: IntegrationDetailRow | undefined
      query: ReturnType<typeof useIntegrationDetail>
    }

/** What the page of one integration is about: at once where the grid has been, else when it comes. */
export function useKnownIntegration(id: string): KnownIntegration {
  const client = useQueryClient()
  const isId = z.uuid().safeParse(id).success
  const query = useIntegrationDetail(isId ? id : null)
  if (!isId || (query.error instanceof AppError && query.error.code === 'not_found')) {
    return { state: 'gone' }
  }
  const cards = client.getQueryData<IntegrationCardRow[]>(queryKeys.integrations)
  const row = query.data ?? cards?.find((card) => card.id === id)
  if (row) return { state: 'known', row, detail: query.data, query }
  return query.isError ? { state: 'failed', query } : { state: 'loading' }
}
