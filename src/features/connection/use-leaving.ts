import type { IntegrationCardRow } from '@contract/rows'
import { useState } from 'react'
import { showToast } from '@/ui/toast'
import { useDelete, useDisconnect } from './queries'
import type { ConnectionForm } from './use-connection-form'

type Options = {
  connection: ConnectionForm
  integration: IntegrationCardRow | null
  onLeft: () => void
}

/** What a person is asked about: closing over typed text, disconnecting over it, or deleting. */
type Question = 'close' | 'disconnect' | 'delete'

/** The ways out of the form other than connecting, and the one question before what is lost. */
export function useLeaving({ connection, integration, onLeft }: Options) {
  const [asked, setAsked] = useState<Question | null>(null)
  const disconnection = useDisconnect(connection.id)
  const deletion = useDelete(connection.id)
  const { isDirty } = connection.form.formState

  function disconnect() {
    disconnection.mutate(undefined, {
      onSuccess: () => {
        showToast({
          tone: 'neutral',
          title: `${integration?.name ?? 'It'} is disconnected`,
          detail: 'Its settings and sealed secrets stay for when you reconnect.',
        })
        onLeft()
      },
      onError: ({ message }) =>
        showToast({ tone: 'bad', title: 'It is still connected', detail: message }),
    })
  }

  const act: Record<Question, () => void> = {
    close: onLeft,
    disconnect,
    delete: () => deletion.mutate(undefined, { onSuccess: onLeft }),
  }
  const way = wayOut(integration, connection.wasSaved)
  return {
    asked,
    isBusy: disconnection.isPending || deletion.isPending,
    error: deletion.error?.message,
    offer: way && {
      label: way === 'disconnect' ? ('Disconnect' as const) : ('Discard' as const),
      isBusy: disconnection.isPending,
      onLeave: () => (way === 'disconnect' && !isDirty ? disconnect() : setAsked(way)),
    },
    close: () => (isDirty ? setAsked('close') : onLeft()),
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
