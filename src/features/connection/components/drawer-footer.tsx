import type { IntegrationCardRow } from '@contract/rows'
import { needsAuthorization } from '@/services/needs-authorization'
import { useIntegrationActions } from '@/services/use-integration-actions'
import { Button } from '@/ui/button'
import { showToast } from '@/ui/toast'

type DrawerFooterProps = {
  integration: IntegrationCardRow
  isTesting: boolean
  onConfigure: () => void
  onDelete: () => void
}

export function DrawerFooter({ integration, isTesting, onConfigure, onDelete }: DrawerFooterProps) {
  const { status } = integration
  const actions = useIntegrationActions(integration, showToast)
  const { test, connect, disconnect, isDisconnecting } = actions
  const mustAuthorize = needsAuthorization(integration)
  const isUnfinished = status === 'configuring'
  const mustEdit = isUnfinished || integration.config === null
  const isOff = status === 'disconnected'

  return (
    <>
      <Button variant="danger-ghost" className="mr-auto -ml-2" onClick={onDelete}>
        Delete
      </Button>
      {(status === 'connected' || status === 'error') && (
        <Button onClick={() => disconnect()} isBusy={isDisconnecting}>
          Disconnect
        </Button>
      )}
      <Button onClick={onConfigure} variant={mustEdit ? 'primary' : 'secondary'}>
        {isUnfinished ? 'Finish set-up' : 'Edit'}
      </Button>
      <Button
        variant={mustEdit || mustAuthorize ? 'secondary' : 'primary'}
        onClick={isOff ? connect : test}
        isBusy={isTesting}
      >
        {isOff ? 'Connect' : 'Test'}
      </Button>
      {mustAuthorize && (
        <Button variant="primary" onClick={actions.authorize} isBusy={actions.isAuthorizing}>
          Reconnect
        </Button>
      )}
    </>
  )
}
