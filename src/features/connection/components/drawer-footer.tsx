import type { IntegrationCardRow } from '@contract/rows'
import { useQueryClient } from '@tanstack/react-query'
import { toAppError } from '@/lib/errors'
import { runTest } from '@/services/test-runs'
import { Button } from '@/ui/button'
import { showToast } from '@/ui/toast'
import { useDisconnect } from '../queries'

type DrawerFooterProps = {
  integration: IntegrationCardRow
  isTesting: boolean
  onConfigure: () => void
  onDelete: () => void
}

export function DrawerFooter({ integration, isTesting, onConfigure, onDelete }: DrawerFooterProps) {
  const { id, name, status } = integration
  const queryClient = useQueryClient()
  const disconnection = useDisconnect(id)
  const isUnfinished = status === 'configuring'

  /** What a test finds stands in the drawer; only one that could not be made is told here. */
  function test() {
    runTest(id, queryClient).catch((thrown: unknown) =>
      showToast({
        tone: 'bad',
        title: `${name} could not be tested`,
        detail: toAppError(thrown).message,
      }),
    )
  }

  function disconnect() {
    disconnection.mutate(undefined, {
      onSuccess: () =>
        showToast({
          tone: 'neutral',
          title: `${name} is disconnected`,
          detail: 'Its settings and sealed secrets stay.',
          action: { label: 'Undo', onAct: test },
        }),
      onError: ({ message }) =>
        showToast({ tone: 'bad', title: `${name} is still connected`, detail: message }),
    })
  }

  return (
    <>
      <Button variant="danger-ghost" className="mr-auto -ml-2" onClick={onDelete}>
        Delete
      </Button>
      {(status === 'connected' || status === 'error') && (
        <Button onClick={disconnect} isBusy={disconnection.isPending}>
          Disconnect
        </Button>
      )}
      <Button onClick={onConfigure} variant={isUnfinished ? 'primary' : 'secondary'}>
        {isUnfinished ? 'Finish set-up' : 'Edit'}
      </Button>
      <Button variant={isUnfinished ? 'secondary' : 'primary'} onClick={test} isBusy={isTesting}>
        {status === 'disconnected' ? 'Connect' : 'Test'}
      </Button>
    </>
  )
}
