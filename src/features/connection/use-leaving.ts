import type { IntegrationCardRow } from '@contract/rows'
import { useState } from 'react'
import { useDeletion } from '@/services/use-deletion'
import { useIntegrationActions } from '@/services/use-integration-actions'
import { showToast } from '@/ui/toast'
import type { ConnectionForm } from './use-connection-form'

type Options = {
  connection: ConnectionForm
  integration: IntegrationCardRow | null
  onLeft: () => void
}

/** What a person is asked about: closing over typed text or over a save, disconnecting, deleting. */
export type Question = 'close' | 'stop' | 'disconnect' | 'delete'

/** The ways out of the form other than connecting, and the one question before what is lost. */
export function useLeaving({ connection, integration, onLeft }: Options) {
  const [asked, setAsked] = useState<Question | null>(null)
  const subject = {
    id: connection.id,
    name: integration?.name ?? connection.form.getValues('name'),
  }
  const { disconnect, isDisconnecting } = useIntegrationActions(subject, showToast)
  const deletion = useDeletion(
    { ...subject, auth_method: integration?.auth_method ?? 'none' },
    { tell: showToast, onDeleted: onLeft },
  )
  const { form, test } = connection
  const { isDirty } = form.formState
  const isSaving = test.phase === 'running' && test.purpose === 'save'
  // The save has ended while it was asked about: nothing is left to stop, and its report to be read.
  if (asked === 'stop' && !isSaving) setAsked(null)

  const act: Record<Question, () => void> = {
    close: onLeft,
    stop: onLeft,
    disconnect: () => disconnect(onLeft),
    delete: deletion.onConfirm,
  }
  const way = wayOut(integration, connection.wasSaved)
  return {
    asked,
    isBusy: isDisconnecting || deletion.isBusy,
    error: deletion.error,
    offer: way && {
      label: way === 'disconnect' ? ('Disconnect' as const) : ('Discard' as const),
      isBusy: isDisconnecting,
      onLeave: () => (way === 'disconnect' && !isDirty ? disconnect(onLeft) : setAsked(way)),
    },
    close: () => {
      if (isSaving) setAsked('stop')
      else if (isDirty) setAsked('close')
      else onLeft()
    },
    cancel: () => setAsked(null),
    confirm: () => {
      if (asked === null) return
      if (asked !== 'delete') setAsked(null)
      act[asked]()
    },
  }
}

export type Leaving = ReturnType<typeof useLeaving>

function wayOut(
  integration: IntegrationCardRow | null,
  wasSaved: boolean,
): 'disconnect' | 'delete' | null {
  switch (integration?.status) {
    case undefined:
      return wasSaved ? 'delete' : null
    case 'configuring':
      return 'delete'
    case 'connected':
    case 'error':
      return 'disconnect'
    case 'testing':
    case 'disconnected':
      return null
  }
}
