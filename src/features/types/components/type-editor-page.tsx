import type { TypeOutline } from '@contract/outline'
import { IntegrationType } from '@contract/type-defaults'
import { useMemo } from 'react'
import { Link } from 'react-router-dom'
import { BackLink } from '@/ui/back-link'
import { buttonClass } from '@/ui/button-class'
import { EmptyState } from '@/ui/empty-state'
import { LoadFailure } from '@/ui/load-failure'
import { PageHeader } from '@/ui/page-header'
import { Skeleton } from '@/ui/skeleton'
import { useTypes } from '../queries'
import { TypeEditor } from './type-editor'
import type { RenderPreview } from './type-preview'

type TypeEditorPageProps = {
  /** Of a type to edit; null for a new one. */
  id: string | null
  renderPreview: RenderPreview
}

/** A type of one's own: what it is, how one signs in, what a test asks. */
export function TypeEditorPage({ id, renderPreview }: TypeEditorPageProps) {
  const types = useTypes()
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <BackLink to="/integrations">Integrations</BackLink>
        <PageHeader title={id === null ? 'New type' : 'Edit type'}>
          For what the catalogue does not know. Only you see it.
        </PageHeader>
      </div>
      {types.data ? (
        <Known id={id} types={types.data} renderPreview={renderPreview} />
      ) : types.error ? (
        <LoadFailure query={types} what="The types" />
      ) : (
        <Loading />
      )}
    </div>
  )
}

function Known({ id, types, renderPreview }: TypeEditorPageProps & { types: TypeOutline[] }) {
  const found = types.find((type) => type.id === id && type.owner_id !== null)
  const parsed = useMemo(() => found && IntegrationType.safeParse(found).data, [found])
  if (id === null) return <TypeEditor type={null} types={types} renderPreview={renderPreview} />
  if (parsed && parsed.defaults.kind !== 'ssh') {
    return <TypeEditor key={id} type={parsed} types={types} renderPreview={renderPreview} />
  }
  return (
    <EmptyState
      title={found ? 'This type cannot be edited here' : 'This type is not here'}
      action={
        <Link to="/integrations" className={buttonClass('primary')}>
          Go to integrations
        </Link>
      }
    >
      {found
        ? 'It was written past the forms, or by a newer Patchbay. Reload the page, or delete the type from its card.'
        : 'It was deleted, or it belongs to another account.'}
    </EmptyState>
  )
}

function Loading() {
  return (
    <div role="status" className="flex max-w-[40rem] flex-col gap-5">
      <span className="sr-only">Loading the types</span>
      {['what', 'where', 'how'].map((part) => (
        <div key={part} className="flex flex-col gap-2">
          <Skeleton className="h-5 w-32" />
          <Skeleton className="h-9 pointer-coarse:h-11" />
        </div>
      ))}
    </div>
  )
}
