import type { StageResult, TestReport } from '@contract/report'
import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { refetchIntegration } from './refetch-integration'
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

/** Why a test is made: to see how it is, or to connect again what was disconnected. */
export type RunPurpose = 'test' | 'connect'

/**
 * Tests or connects a stored integration; a second click while it runs waits for the same report.
 * @throws AppError when no test was made; one that failed is a report.
 */
export function runTest(
  id: string,
  purpose: RunPurpose,
  queryClient: QueryClient,
): Promise<TestReport> {
  const running = useTestRuns.getState().runs[id]
  if (running) return running.promise

  const options = { onStage: (stage: StageResult) => addStage(id, stage) }
  const work =
    purpose === 'connect'
      ? integrationService.connectIntegration(id, options)
      : integrationService.testConnection(id, options)
  const promise = work.finally(async () => {
    // The new rows first: in between, the old status would show for a moment.
    await refetchIntegration(id, queryClient)
    useTestRuns.setState(({ runs: { [id]: _ended, ...others } }) => ({ runs: others }))
  })
  useTestRuns.setState(({ runs }) => ({ runs: { ...runs, [id]: { promise, stages: [] } } }))
  return promise
}

function addStage(id: string, stage: StageResult): void {
  useTestRuns.setState(({ runs }) => {
    const run = runs[id]
    return run ? { runs: { ...runs, [id]: { ...run, stages: [...run.stages, stage] } } } : { runs }
  })
}
