import type { StageResult, TestReport } from '@contract/report'
import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { queryKeys } from '@/lib/query-keys'
import { integrationService } from './service'

interface TestRun {
  promise: Promise<TestReport>
  stages: StageResult[]
}

interface TestRuns {
  /** Tests that this tab waits for, by integration id: the rungs so far. */
  runs: Readonly<Record<string, TestRun>>
}

/** UI state only: which tests this tab has running. Results are rows, and are refetched. */
export const useTestRuns = create<TestRuns>(() => ({ runs: {} }))

/** The rungs of a running test so far; undefined when this tab runs none for it. */
export function useRunningStages(id: string): StageResult[] | undefined {
  return useTestRuns((state) => state.runs[id]?.stages)
}

/** Tests a stored integration; a second click while it runs waits for the same report. */
export function runTest(id: string, queryClient: QueryClient): Promise<TestReport> {
  const running = useTestRuns.getState().runs[id]
  if (running) return running.promise

  const promise = integrationService
    .testConnection(id, { onStage: (stage) => addStage(id, stage) })
    .finally(async () => {
      // The new rows first: in between, the old status would show for a moment.
      await refetchIntegration(id, queryClient)
      useTestRuns.setState(({ runs: { [id]: _ended, ...others } }) => ({ runs: others }))
    })
  useTestRuns.setState(({ runs }) => ({ runs: { ...runs, [id]: { promise, stages: [] } } }))
  return promise
}

/** After a change of one integration: everything that shows it is stale. */
export async function refetchIntegration(id: string, queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: queryKeys.integrations }),
    queryClient.invalidateQueries({ queryKey: queryKeys.recentChecks }),
    queryClient.invalidateQueries({ queryKey: queryKeys.integration(id) }),
  ])
}

function addStage(id: string, stage: StageResult): void {
  useTestRuns.setState(({ runs }) => {
    const run = runs[id]
    return run ? { runs: { ...runs, [id]: { ...run, stages: [...run.stages, stage] } } } : { runs }
  })
}
