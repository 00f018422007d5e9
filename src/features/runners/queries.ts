import { useQuery } from '@tanstack/react-query'
import { queryKeys } from '@/lib/query-keys'
import { integrationService } from '@/services/service'

/** A runner asks for work every 25 s: that is when something new is known of it. */
const CALM_MS = 10_000
const PAIRING_MS = 2_000

/** The runners, kept up to date; closely while one is awaited. */
export function useRunners(isPairing: boolean) {
  return useQuery({
    queryKey: queryKeys.runners,
    queryFn: () => integrationService.getRunners(),
    refetchInterval: isPairing ? PAIRING_MS : CALM_MS,
    refetchOnWindowFocus: 'always',
  })
}
