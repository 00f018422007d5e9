import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { queryKeys } from '@/lib/query-keys'
import { refetchIntegration } from './refetch-integration'

it('shows what is so after the change, though it was being read for the first time before it', async () => {
  const client = new QueryClient()
  const asked: Asked[] = []
  const page = new QueryObserver(client, {
    queryKey: queryKeys.integration('acme'),
    queryFn: () => new Promise<string>((answer) => asked.push({ answer })),
    retry: false,
  })
  const leave = page.subscribe(() => {})

  const shown = refetchIntegration('acme', client)
  asked[0]?.answer('not set up')
  await expect.poll(() => asked.length).toBe(2)
  asked[1]?.answer('connected')
  await shown

  expect(page.getCurrentResult()).toMatchObject({ data: 'connected', fetchStatus: 'idle' })
  leave()
})

interface Asked {
  answer: (status: string) => void
}
