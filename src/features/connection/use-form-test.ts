import type { StageResult, TestReport } from '@contract/report'
import { useEffect, useRef, useState } from 'react'
import { type AppError, toAppError } from '@/lib/errors'
import type { TestOptions } from '@/services/integration-service'
import type { SetUpStep } from '@/services/set-up-integration'

/** `draft`: only test what is in the form. `save`: store it, then test what is stored. */
export type TestPurpose = 'draft' | 'save'

export type FormTest =
  | { phase: 'idle' }
  | { phase: 'running'; purpose: TestPurpose; stages: readonly StageResult[]; isLeaving: boolean }
  | { phase: 'reported'; purpose: TestPurpose; report: TestReport }
  | { phase: 'stopped'; purpose: TestPurpose; step: SetUpStep; error: AppError }
  /** All is stored, and the browser is on its way to the authorization server. */
  | { phase: 'left'; purpose: TestPurpose }

/** Null: no test was made, the person is led to the authorization server. */
type Work = (
  options: TestOptions & { onStep: (step: SetUpStep) => void },
) => Promise<TestReport | null>

type Ended = Extract<FormTest, { phase: 'reported' | 'stopped' | 'left' }>

/**
 * The one test that a form has running. A second start while it runs is ignored, and when the form
 * goes, so does its test.
 */
export function useFormTest() {
  const [test, setTest] = useState<FormTest>({ phase: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  useEffect(() => {
    // The Back button may bring back the page as it was left: with nothing going on.
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (persisted) setTest((now) => (now.phase === 'left' ? { phase: 'idle' } : now))
    }
    addEventListener('pageshow', comeBack)
    return () => removeEventListener('pageshow', comeBack)
  }, [])

  /** Null when it was ignored, or left before its end. `isLeaving`: it ends at another site. */
  async function run(purpose: TestPurpose, work: Work, isLeaving = false): Promise<Ended | null> {
    if (running.current) return null
    const controller = new AbortController()
    running.current = controller
    let step: SetUpStep = purpose === 'draft' ? 'test' : 'seal'
    let stages: readonly StageResult[] = []
    setTest({ phase: 'running', purpose, stages, isLeaving })
    const ended: Ended = await work({
      signal: controller.signal,
      onStep: (next) => {
        step = next
      },
      onStage: (stage) => {
        stages = [...stages, stage]
        setTest({ phase: 'running', purpose, stages, isLeaving })
      },
    }).then(
      (report) =>
        report === null ? { phase: 'left', purpose } : { phase: 'reported', purpose, report },
      (thrown: unknown) => ({ phase: 'stopped', purpose, step, error: toAppError(thrown) }),
    )
    running.current = null
    if (controller.signal.aborted) return null
    setTest(ended)
    return ended
  }

  return { test, run, clear: () => setTest({ phase: 'idle' }) }
}
