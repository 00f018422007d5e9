import type { ErrorCode } from '@contract/errors'
import type { TestReport as Report } from '@contract/report'
import { STAGES } from '@contract/stage'
import { useEffect, useRef } from 'react'
import { told } from '@/lib/told'
import type { SetUpStep } from '@/services/set-up-integration'
import { Alert } from '@/ui/alert'
import { ErrorText } from '@/ui/error-text'
import { factsLine } from '../report-view'
import type { FormTest } from '../use-form-test'
import { TestReport } from './test-report'

const STEPS: Record<SetUpStep, string> = {
  seal: 'The secrets could not be sealed, so nothing was stored.',
  settings: 'The settings could not be stored.',
  secrets: 'The settings are stored, the secrets are not yet.',
  test: 'Everything is stored, but the test did not come to its end.',
  authorize: 'Everything is stored, but access was not asked for.',
}

const CARRIES_ON = ' Save again carries on from here.'
/** What another attempt would meet again. */
const IN_VAIN: ReadonlySet<ErrorCode> = new Set(['not_found', 'forbidden', 'payload_too_large'])

type TestAlertProps = {
  test: FormTest
  /** What stands here before the first test of this form: why it is being mended. */
  lastReport: Report | null
}

/** What became of the last test or save. */
export function TestAlert({ test, lastReport }: TestAlertProps) {
  const ref = useRef<HTMLDivElement>(null)
  const { phase } = test
  // It stands above the form: who pressed a button below must see what came of it.
  useEffect(() => {
    if (phase !== 'idle') ref.current?.scrollIntoView({ block: 'nearest' })
  }, [phase])
  const isEmpty = phase === 'idle' && lastReport === null
  return (
    <div ref={ref} className={isEmpty ? 'sr-only' : 'scroll-mt-4'}>
      <p role="status" className="sr-only">
        {spoken(test)}
      </p>
      <Shown test={test} lastReport={lastReport} />
    </div>
  )
}

function Shown({ test, lastReport }: TestAlertProps) {
  switch (test.phase) {
    case 'idle':
      return lastReport && <TestReport report={lastReport} />
    case 'running':
      return test.isLeaving ? (
        <Alert tone="busy">Saving, before you are led to the authorization server…</Alert>
      ) : (
        <TestReport stages={test.stages} />
      )
    case 'left':
      return <Alert tone="busy">All is saved. You are being led to the authorization server…</Alert>
    case 'reported':
      return <TestReport report={test.report} />
    case 'stopped':
      return (
        <Alert tone="bad" title={stoppedAt(test)}>
          <ErrorText error={test.error} />
          {test.purpose === 'save' && !IN_VAIN.has(test.error.code) && CARRIES_ON}
        </Alert>
      )
  }
}

function spoken(test: FormTest): string {
  switch (test.phase) {
    case 'idle':
      return ''
    case 'left':
      return 'All is saved. You are being led to the authorization server.'
    case 'running': {
      if (test.isLeaving) return 'Saving'
      const done = test.stages.length
      return done === 0 ? 'Testing' : `Testing: ${done} of ${STAGES.length} stages`
    }
    case 'reported': {
      const { failure, facts } = test.report
      return failure
        ? `The test failed at ${failure.stage}. ${failure.message} ${failure.next_step}`
        : `The test passed. ${factsLine(facts)}`
    }
    case 'stopped':
      return `${stoppedAt(test)} ${told(test.error).sentence}`
  }
}

function stoppedAt({ purpose, step }: Extract<FormTest, { phase: 'stopped' }>): string {
  return purpose === 'draft' ? 'The test could not be made.' : STEPS[step]
}
