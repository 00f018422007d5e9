import type { TypeOutline } from '@contract/outline'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from 'react-router-dom'
import { queryKeys } from '@/lib/query-keys'
import { integrationService } from '@/services/service'
import { Button } from '@/ui/button'
import { ConfirmDialog } from '@/ui/confirm-dialog'
import { Dialog } from '@/ui/dialog'
import { showToast } from '@/ui/toast'
import { gridLocation } from '../grid-location'
import { useIntegrations } from '../queries'

type DeleteTypeDialogProps = { type: TypeOutline; onClose: () => void }

/** Asks once; while integrations use the type it says which, and asks nothing. */
export default function DeleteTypeDialog({ type, onClose }: DeleteTypeDialogProps) {
  const client = useQueryClient()
  const { data: rows = [] } = useIntegrations()
  const users = rows.filter(({ type_id }) => type_id === type.id)
  const deletion = useMutation({
    mutationFn: () => integrationService.deleteType(type.id),
    onSuccess: () => {
      client.setQueryData<TypeOutline[]>(queryKeys.types, (known) =>
        known?.filter(({ id }) => id !== type.id),
      )
      showToast({ tone: 'neutral', title: `The type ${type.name} is deleted` })
      onClose()
    },
    // One that uses it may have been added elsewhere.
    onError: () => client.invalidateQueries({ queryKey: queryKeys.integrations }),
  })

  if (users.length > 0) return <InUse type={type} users={users} onClose={onClose} />
  return (
    <ConfirmDialog
      isOpen
      title={`Delete the type ${type.name}?`}
      confirmLabel={`Delete ${type.name}`}
      onCancel={onClose}
      onConfirm={() => deletion.mutate()}
      isBusy={deletion.isPending}
      error={deletion.error}
    >
      Nothing uses it. What you said of it goes, and cannot be brought back.
    </ConfirmDialog>
  )
}

type InUseProps = DeleteTypeDialogProps & { users: readonly { id: string; name: string }[] }

function InUse({ type, users, onClose }: InUseProps) {
  const one = users.length === 1
  const { search } = useLocation()
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      width="narrow"
      title={`The type ${type.name} is in use`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <p className="text-ink-2">
        {one ? 'One integration uses' : `${users.length.toLocaleString('en')} integrations use`} it.
        Delete {one ? 'it' : 'them'} first, then the type.
      </p>
      <ul className="mt-2 list-inside list-disc">
        {users.map(({ id, name }) => (
          <li key={id} className="wrap-anywhere">
            <Link
              to={gridLocation(search, { details: id })}
              onClick={onClose}
              className="underline underline-offset-2"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
