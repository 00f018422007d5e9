import type { RunnerRow } from '@contract/runner'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { BackLink } from '@/ui/back-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { LoadFailure } from '@/ui/load-failure'
import { PageHeader } from '@/ui/page-header'
import { Skeleton } from '@/ui/skeleton'
import { useRunners } from '../queries'
import { usePairing } from '../use-pairing'
import { PairDialog } from './pair-dialog'
import { RevokeDialog } from './revoke-dialog'
import { RunnerItem } from './runner-item'

const NONE: readonly RunnerRow[] = []

/** The programs that make the tests which functions cannot: who they are, and whether they are there. */
export default function RunnersPage() {
  const [isPairing, setIsPairing] = useState(false)
  const [leaving, setLeaving] = useState<RunnerRow | null>(null)
  const runners = useRunners(isPairing)
  const pairing = usePairing(runners.data ?? NONE)

  const pair = (
    <Button
      variant="primary"
      // Without the list nobody knows which runner is new.
      disabled={!runners.data}
      onClick={() => {
        setIsPairing(true)
        pairing.ask()
      }}
    >
      <Plus aria-hidden="true" className="size-3.5" />
      Pair a runner
    </Button>
  )
  const isEmpty = runners.data?.length === 0
  return (
    <div className="flex max-w-[760px] flex-col gap-6">
      <div className="flex flex-col gap-2">
        <BackLink to="/settings">Settings</BackLink>
        <PageHeader title="Runners" actions={!isEmpty && pair}>
          They start commands, and connect over SSH and with client certificates.
        </PageHeader>
      </div>
      {runners.error && <LoadFailure query={runners} what="The runners" />}
      {runners.isPending && <Loading />}
      {isEmpty && (
        <EmptyState title="No runner yet" action={pair}>
          A runner is a small program on a machine of yours. It starts MCP servers that are
          commands, and makes the connections over SSH and with client certificates, which
          Patchbay’s functions cannot make.
        </EmptyState>
      )}
      {runners.data && !isEmpty && (
        <ul aria-label="Runners" className="flex flex-col gap-3">
          {runners.data.map((runner) => (
            <RunnerItem
              key={runner.id}
              runner={runner}
              now={runners.dataUpdatedAt}
              onRevoke={() => setLeaving(runner)}
            />
          ))}
        </ul>
      )}
      {isPairing && pairing.state && (
        <PairDialog
          state={pairing.state}
          onAsk={pairing.ask}
          onClose={() => {
            setIsPairing(false)
            pairing.end()
          }}
        />
      )}
      {leaving && <RevokeDialog runner={leaving} onClose={() => setLeaving(null)} />}
    </div>
  )
}

function Loading() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the runners</span>
      {['one', 'two'].map((each) => (
        <Skeleton key={each} className="h-[74px] rounded-md" />
      ))}
    </div>
  )
}
