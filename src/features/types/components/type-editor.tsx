import type { TypeOutline } from '@contract/outline'
import type { IntegrationType } from '@contract/type-defaults'
import { useState } from 'react'
import { FormProvider } from 'react-hook-form'
import { useNavigate } from 'react-router-dom'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { ConfirmDialog } from '@/ui/confirm-dialog'
import { ErrorText } from '@/ui/error-text'
import { showToast } from '@/ui/toast'
import { useUsersOf } from '../queries'
import { useTypeForm } from '../use-type-form'
import { TypeFields } from './type-fields'
import { type RenderPreview, TypePreview } from './type-preview'
import { UsersNote } from './users-note'

type TypeEditorProps = {
  /** Null: a new one. */
  type: IntegrationType | null
  types: readonly TypeOutline[]
  renderPreview: RenderPreview
}

/** The form of a type, and beside it the form that the type makes. */
export function TypeEditor({ type, types, renderPreview }: TypeEditorProps) {
  const navigate = useNavigate()
  const [isAsked, setIsAsked] = useState(false)
  const users = useUsersOf(type?.id ?? null)
  const editor = useTypeForm({
    type,
    onSaved: ({ id, name }) => {
      showToast({ tone: 'ok', title: `${name} is saved` })
      // A new type is made to be connected.
      void navigate(type ? '/integrations' : `/integrations?connect=${id}`)
    },
  })
  const { form, formRef, isBusy, error } = editor

  function leave() {
    editor.forget()
    void navigate('/integrations')
  }
  return (
    <FormProvider {...form}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,40rem)_minmax(20rem,30rem)]">
        <form
          ref={formRef}
          noValidate
          autoComplete="off"
          onSubmit={editor.save}
          className="flex min-w-0 flex-col gap-7"
        >
          {editor.isFromBefore && (
            <Alert action={<Button onClick={editor.startOver}>Start over</Button>}>
              What you typed before is still here. It is not saved.
            </Alert>
          )}
          {users.length > 0 && <UsersNote users={users} />}
          <TypeFields types={types} isStored={type !== null} />
          <div className="flex flex-col gap-3 border-line border-t pt-5">
            {error && (
              <Alert tone="bad" role="alert" title="The type is not saved.">
                <ErrorText error={error} />
              </Alert>
            )}
            <div className="flex flex-wrap justify-end gap-2">
              <Button
                onClick={() => (form.formState.isDirty ? setIsAsked(true) : leave())}
                disabled={isBusy}
              >
                Cancel
              </Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {type ? 'Save' : 'Save and connect'}
              </Button>
            </div>
          </div>
        </form>
        <aside
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and nothing in it takes the focus
          tabIndex={0}
          className="rounded-md lg:sticky lg:top-8 lg:max-h-[calc(100dvh-4rem)] lg:overflow-y-auto"
        >
          <TypePreview render={renderPreview} />
        </aside>
      </div>
      {isAsked && (
        <ConfirmDialog
          isOpen
          title="Discard what you typed?"
          confirmLabel="Discard"
          onCancel={() => setIsAsked(false)}
          onConfirm={leave}
        >
          {type ? `${type.name} stays as it was.` : 'The type is not saved.'}
        </ConfirmDialog>
      )}
    </FormProvider>
  )
}
