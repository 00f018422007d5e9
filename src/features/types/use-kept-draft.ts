import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import type { TypeValues } from './values'

/** What was typed and not saved, with the id it will have. */
interface Draft {
  id: string
  values: TypeValues
}

const ALL = ['type-draft'] as const

/**
 * Keeps what is typed while the person looks at another page of this tab: a link is clicked sooner
 * than one thinks. It goes with the session, as all that is cached; nothing secret is in it.
 */
export function useKeptDraft(which: string) {
  const client = useQueryClient()
  const key = [...ALL, which]
  client.setQueryDefaults(ALL, { gcTime: Number.POSITIVE_INFINITY })
  return {
    kept: client.getQueryData<Draft>(key) ?? null,
    keep: (draft: Draft) => void client.setQueryData<Draft>(key, draft),
    forget: () => client.removeQueries({ queryKey: key, exact: true }),
  }
}

/** Asks before the tab itself is closed or reloaded over what was typed. */
export function useAskBeforeUnload({ formState: { isDirty } }: UseFormReturn<TypeValues>) {
  useEffect(() => {
    if (!isDirty) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isDirty])
}
