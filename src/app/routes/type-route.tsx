import { useParams } from 'react-router-dom'
import { FormPreview } from '@/features/connection/components/form-preview'
import { TypeEditorPage } from '@/features/types/components/type-editor-page'

/** `/types/new` and `/types/:id`: the editor, with the form that the type makes beside it. */
export default function TypeRoute() {
  const { id } = useParams()
  return (
    <TypeEditorPage
      key={id}
      id={id === 'new' ? null : (id ?? null)}
      renderPreview={(type) => <FormPreview type={type} />}
    />
  )
}
