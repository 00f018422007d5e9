import type { TypeOutline } from '@contract/outline'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { IconMenu } from '@/ui/menu'

const DeleteTypeDialog = lazy(() => import('./delete-type-dialog'))

/** What can be done to a type of one's own. */
export function OwnTypeMenu({ type }: { type: TypeOutline }) {
  const [isDeleting, setIsDeleting] = useState(false)
  const navigate = useNavigate()
  return (
    <>
      <IconMenu
        label={`More for the type ${type.name}`}
        icon={<Ellipsis />}
        entries={[
          {
            label: 'Edit type',
            icon: <Pencil />,
            onSelect: () => navigate(`/types/${encodeURIComponent(type.id)}`),
          },
          {
            label: 'Delete type',
            icon: <Trash2 />,
            tone: 'bad',
            onSelect: () => setIsDeleting(true),
          },
        ]}
      />
      {isDeleting && (
        <Suspense>
          <DeleteTypeDialog type={type} onClose={() => setIsDeleting(false)} />
        </Suspense>
      )}
    </>
  )
}
