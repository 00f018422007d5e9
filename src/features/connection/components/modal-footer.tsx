import { useWatch } from 'react-hook-form'
import { Button } from '@/ui/button'
import type { ConnectionForm } from '../use-connection-form'

type ModalFooterProps = {
  formId: string
  /** Whom one is led to where access has to be given; null where the person names it. */
  vendor: string | null
  connection: ConnectionForm
  /** What can be undone here; null where nothing is stored yet. */
  leaving: { label: 'Disconnect' | 'Discard'; isBusy: boolean; onLeave: () => void } | null
}

export function ModalFooter({ formId, vendor, connection, leaving }: ModalFooterProps) {
  const { form, test } = connection
  useWatch({ control: form.control })
  const mustAuthorize = connection.mustAuthorize(form.getValues())
  const isDisabled = connection.opening.is !== 'ready'
  const running = test.phase === 'running' ? test.purpose : null
  const isGone = test.phase === 'left'
  return (
    <>
      {leaving && (
        <Button
          variant="danger-ghost"
          className="sm:mr-auto"
          onClick={leaving.onLeave}
          isBusy={leaving.isBusy}
          disabled={running !== null || isGone}
        >
          {leaving.label}
        </Button>
      )}
      {/* Without access there is nothing yet that a test could show. */}
      {!mustAuthorize && (
        <Button
          className="max-sm:flex-1"
          onClick={connection.testDraft}
          isBusy={running === 'draft'}
          disabled={isDisabled || running === 'save'}
        >
          Test connection
        </Button>
      )}
      <Button
        type="submit"
        form={formId}
        variant="primary"
        className={leaving ? 'max-w-full max-sm:w-full' : 'max-w-full max-sm:flex-1'}
        isBusy={running === 'save' || isGone}
        disabled={isDisabled || running === 'draft'}
      >
        <span className="truncate">{labelOf(mustAuthorize, vendor)}</span>
      </Button>
    </>
  )
}

function labelOf(mustAuthorize: boolean, vendor: string | null): string {
  if (!mustAuthorize) return 'Save and connect'
  return vendor === null ? 'Save and sign in' : `Save and connect with ${vendor}`
}
