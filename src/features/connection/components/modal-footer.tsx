import { Button } from '@/ui/button'
import type { FormTest } from '../use-form-test'

type ModalFooterProps = {
  formId: string
  test: FormTest
  isDisabled: boolean
  /** What can be undone here; null where nothing is stored yet. */
  leaving: { label: 'Disconnect' | 'Discard'; isBusy: boolean; onLeave: () => void } | null
  onTest: () => void
}

export function ModalFooter({ formId, test, isDisabled, leaving, onTest }: ModalFooterProps) {
  const running = test.phase === 'running' ? test.purpose : null
  return (
    <>
      {leaving && (
        <Button
          variant="danger-ghost"
          className="sm:mr-auto"
          onClick={leaving.onLeave}
          isBusy={leaving.isBusy}
          disabled={running !== null}
        >
          {leaving.label}
        </Button>
      )}
      <Button
        className="max-sm:flex-1"
        onClick={onTest}
        isBusy={running === 'draft'}
        disabled={isDisabled || running === 'save'}
      >
        Test connection
      </Button>
      <Button
        type="submit"
        form={formId}
        variant="primary"
        className={leaving ? 'max-sm:w-full' : 'max-sm:flex-1'}
        isBusy={running === 'save'}
        disabled={isDisabled || running === 'draft'}
      >
        Save and connect
      </Button>
    </>
  )
}
