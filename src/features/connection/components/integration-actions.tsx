import type { IntegrationCardRow } from '@contract/rows'
import { Ellipsis, Pause, Play, Trash2, Unplug } from 'lucide-react'
import { needsAuthorization } from '@/services/needs-authorization'
import { useIntegrationActions } from '@/services/use-integration-actions'
import { useWatching } from '@/services/use-watching'
import { Button } from '@/ui/button'
import { IconMenu, type MenuEntry } from '@/ui/menu'
import { showToast } from '@/ui/toast'

type IntegrationActionsProps = {
  row: IntegrationCardRow
  /** Undefined while it is not known. */
  isWatched: boolean | undefined
  isTesting: boolean
  /** Undefined where there is no form for it: the catalogue no longer has its type. */
  onConfigure: (() => void) | undefined
  onDelete: () => void
}

/** The next step by its status, the form, and the rest in a menu. */
export function IntegrationActions({
  row,
  isWatched,
  isTesting,
  onConfigure,
  onDelete,
}: IntegrationActionsProps) {
  const { status } = row
  const { test, connect, disconnect, ...actions } = useIntegrationActions(row, showToast)
  const watching = useWatching(row, showToast)
  const mustAuthorize = needsAuthorization(row)
  const isUnfinished = status === 'configuring'
  const mustEdit = isUnfinished || row.config === null
  const isOff = status === 'disconnected'

  const entries: MenuEntry[] = [
    ...(isWatched === undefined
      ? []
      : isWatched
        ? [{ label: 'Pause watching', icon: <Pause />, onSelect: watching.pause }]
        : [{ label: 'Watch again', icon: <Play />, onSelect: watching.resume }]),
    ...(status === 'connected' || status === 'error'
      ? [{ label: 'Disconnect', icon: <Unplug />, onSelect: () => disconnect() }]
      : []),
    ...(isWatched === undefined ? [] : ['separator' as const]),
    { label: 'Delete', icon: <Trash2 />, tone: 'bad', onSelect: onDelete },
  ]
  return (
    <>
      {onConfigure && (
        <Button onClick={onConfigure} variant={mustEdit ? 'primary' : 'secondary'}>
          {isUnfinished ? 'Finish set-up' : 'Edit'}
        </Button>
      )}
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
      <IconMenu label={`More for ${row.name}`} icon={<Ellipsis />} entries={entries} />
    </>
  )
}
