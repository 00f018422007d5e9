import type { RunnerRow } from '@contract/runner'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { queryKeys } from '@/lib/query-keys'
import { integrationService } from '@/services/service'
import { newcomer, shownCode, timeLeft } from './model'

interface Pairing {
  code: string
  /** Ms since the epoch, by this machine's clock. */
  receivedAt: number
  known: ReadonlySet<string>
}

export type PairingState =
  | { is: 'asking' }
  | { is: 'failed'; error: Error }
  | { is: 'waiting'; code: string; leftMs: number }
  | { is: 'expired' }
  | { is: 'paired'; runner: RunnerRow }

/** One code after the other, until a runner comes that was not there before. */
export function usePairing(runners: readonly RunnerRow[]) {
  const client = useQueryClient()
  const [now, setNow] = useState(Date.now)
  const asking = useMutation({
    mutationFn: async (): Promise<Pairing> => {
      const known = new Set(runners.map(({ id }) => id))
      const { code } = await integrationService.askRunnerCode()
      return { code: shownCode(code), receivedAt: Date.now(), known }
    },
    onSuccess: ({ receivedAt }) => setNow(receivedAt),
  })
  const { data: pairing } = asking

  useEffect(() => {
    if (!pairing) return
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [pairing])

  return {
    state: stateOf(),
    /** Asks for a code, the first or another. */
    ask: () => asking.mutate(),
    /** Whoever comes now is in the list. */
    end: () => {
      asking.reset()
      void client.invalidateQueries({ queryKey: queryKeys.runners })
    },
  }

  function stateOf(): PairingState | null {
    if (asking.isPending) return { is: 'asking' }
    if (asking.error) return { is: 'failed', error: asking.error }
    if (!pairing) return null
    const runner = newcomer(runners, pairing.known)
    if (runner) return { is: 'paired', runner }
    const leftMs = timeLeft(pairing.receivedAt, now)
    return leftMs > 0 ? { is: 'waiting', code: pairing.code, leftMs } : { is: 'expired' }
  }
}
