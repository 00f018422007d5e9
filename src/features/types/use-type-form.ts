import type { TypeOutline } from '@contract/outline'
import { IntegrationType } from '@contract/type-defaults'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { queryKeys } from '@/lib/query-keys'
import { integrationService } from '@/services/service'
import { draftType } from './model'
import { valuesOfType } from './stored-values'
import { useFirstError } from './use-first-error'
import { useAskBeforeUnload, useKeptDraft } from './use-kept-draft'
import { typeResolver } from './validation'
import { BLANK, type TypeValues } from './values'

type Options = {
  /** Null: a new one. */
  type: IntegrationType | null
  onSaved: (saved: TypeOutline) => void
}

/** The form of a type of one's own, and saving it: one row, whatever is clicked how often. */
export function useTypeForm({ type, onSaved }: Options) {
  const client = useQueryClient()
  const { kept, keep, forget } = useKeptDraft(type?.id ?? 'new')
  const [draft] = useState(kept)
  const [id] = useState(() => type?.id ?? kept?.id ?? `own-${crypto.randomUUID()}`)
  const form = useForm<TypeValues>({
    mode: 'onTouched',
    shouldFocusError: false,
    resolver: typeResolver(id),
    defaultValues: type ? valuesOfType(type) : BLANK,
  })
  const formRef = useFirstError(form.formState.submitCount)
  useAskBeforeUnload(form)

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, and from then on what is typed
  useEffect(() => {
    if (draft) form.reset(draft.values, { keepDefaultValues: true })
    return form.subscribe({
      formState: { values: true },
      callback: ({ values }) => keep({ id, values: structuredClone(values) }),
    })
  }, [])

  const isSaving = useRef(false)
  const saving = useMutation({
    mutationFn: (wanted: IntegrationType) =>
      integrationService.saveType(wanted, { exists: type !== null }),
    onSuccess: (saved) => {
      forget()
      client.setQueryData<TypeOutline[]>(queryKeys.types, (known) =>
        known ? [...known.filter((each) => each.id !== id), saved] : known,
      )
      // A changed type has its integrations tested again.
      void client.invalidateQueries({ queryKey: queryKeys.integrations })
      void client.invalidateQueries({ queryKey: queryKeys.types })
      onSaved(saved)
    },
    onSettled: () => {
      isSaving.current = false
    },
  })

  return {
    form,
    formRef,
    isBusy: saving.isPending,
    error: saving.error,
    isFromBefore: draft !== null && form.formState.isDirty,
    startOver: () => {
      form.reset()
      forget()
    },
    forget,
    save: form.handleSubmit((values) => {
      if (isSaving.current) return
      isSaving.current = true
      saving.mutate(IntegrationType.parse(draftType(values, id)))
    }),
  }
}

export type TypeForm = ReturnType<typeof useTypeForm>
