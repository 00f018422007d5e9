import type { IntegrationCardRow } from '@contract/rows'
import { Ellipsis, PanelRight, Pencil, PlugZap, Trash2, Unplug } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import type { IntegrationActions } from '@/services/use-integration-actions'
import { IconMenu, type MenuEntry } from '@/ui/menu'
import { type GridTarget, gridLocation } from '../grid-location'

const DeleteDialog = lazy(() => import('./delete-dialog'))

type CardMenuProps = { row: IntegrationCardRow; actions: IntegrationActions }

/** Everything that can be done to an integration but the primary action. */
export function CardMenu({ row, actions }: CardMenuProps) {
  const [isDeleting, setIsDeleting] = useState(false)
  const { search } = useLocation()
  const navigate = useNavigate()
  const open = (target: GridTarget) => () => navigate(gridLocation(search, target))
  const canTest = row.status === 'error' || row.status === 'configuring'
  const canDisconnect = row.status === 'connected' || row.status === 'error'

  const entries: MenuEntry[] = [
    { label: 'Open details', icon: <PanelRight />, onSelect: open({ details: row.id }) },
    ...(canTest ? [{ label: 'Test', icon: <PlugZap />, onSelect: actions.test }] : []),
    { label: 'Edit', icon: <Pencil />, onSelect: open({ configure: row.id }) },
    ...(canDisconnect
      ? [{ label: 'Disconnect', icon: <Unplug />, onSelect: () => actions.disconnect() }]
      : []),
    'separator',
    { label: 'Delete', icon: <Trash2 />, tone: 'bad', onSelect: () => setIsDeleting(true) },
  ]
  return (
    <>
      <IconMenu label={`More for ${row.name}`} icon={<Ellipsis />} entries={entries} />
      {isDeleting && (
        <Suspense>
          <DeleteDialog row={row} onClose={() => setIsDeleting(false)} />
        </Suspense>
      )}
    </>
  )
}
