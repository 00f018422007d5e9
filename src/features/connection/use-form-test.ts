import type { StageResult, TestReport } from '@contract/report'
import { useEffect, useRef, useState } from 'react'
import { type AppError, toAppError } from '@/lib/errors'
import type { TestOptions } from '@/services/integration-service'
import type { SetUpStep } from '@/services/set-up-integration'

/** `draft`: only test what is in the form. `save`: store it, then test what is stored. */
export type TestPurpose = 'draft' | 'save'

export type FormTest =
  | { phase: 'idle' }
  | { phase: 'running'; purpose: TestPurpose; stages: readonly StageResult[] }
  | { phase: 'reported'; purpose: TestPurpose; report: TestReport }
  | { phase: 'stopped'; purpose: TestPurpose; step: SetUpStep; error: AppError }

type Work = (options: TestOptions & { onStep: (step: SetUpStep) => void }) => Promise<TestReport>

type Ended = Extract<FormTest, { phase: 'reported' | 'stopped' }>

/**
 * The one test that a form has running. A second start while it runs is ignored, and when the form
 * goes, so does its test.
 */
export function useFormTest() {
  const [test, setTest] = useState<FormTest>({ phase: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  /** Null when it was ignored, or left before its end. */
  async function run(purpose: TestPurpose, work: Work): Promise<Ended | null> {
    if (running.current) return null
    const controller = new AbortController()
    running.current = controller
    let step: SetUpStep = purpose === 'draft' ? 'test' : 'seal'
    let stages: readonly StageResult[] = []
    setTest({ phase: 'running', purpose, stages })
    const ended: Ended = await work({
      signal: controller.signal,
      onStep: (next) => {
        step = next
      },
      onStage: (stage) => {
        stages = [...stages, stage]
        setTest({ phase: 'running', purpose, stages })
      },
    }).then(
      (report) => ({ phase: 'reported', purpose, report }),
      (thrown: unknown) => ({ phase: 'stopped', purpose, step, error: toAppError(thrown) }),
    )
    running.current = null
    if (controller.signal.aborted) return null
    setTest(ended)
    return ended
  }

  return { test, run, clear: () => setTest({ phase: 'idle' }) }
}
