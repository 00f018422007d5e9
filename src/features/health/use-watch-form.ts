import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { AppError } from '@/lib/errors'
import { queryKeys } from '@/lib/query-keys'
import type { IntegrationSettings } from '@/services/history'
import { refetchIntegration } from '@/services/refetch-integration'
import { integrationService } from '@/services/service'
import { dropDraft, keepDraft, useWatchDrafts } from './watch-drafts'
import { changeOf, nameProblem, settingsOf, storedWords } from './watch-view'

/**
 * The settings of an integration as they are being changed. What another tab stored in the meantime
 * is shown before it is replaced.
 */
export function useWatchForm(id: string, row: IntegrationSettings) {
  const client = useQueryClient()
  const stored = settingsOf(row)
  const draft = useWatchDrafts((drafts) => drafts[id])
  const [isAsked, setIsAsked] = useState(false)
  const { from, typed } = draft ?? { from: stored, typed: stored }
  const changed = changeOf(from, typed)
  const problem = isAsked ? nameProblem(typed.name) : undefined

  const saving = useMutation({
    mutationFn: ({ change, was }: NonNullable<typeof changed>) =>
      integrationService.changeSettings(id, change, was),
    onSuccess: async () => {
      await refetchIntegration(id, client)
      dropDraft(id)
    },
    onError: async (error) => {
      if (!isConflict(error)) return
      await refetchIntegration(id, client)
      const now = client.getQueryData<IntegrationSettings>(queryKeys.integration(id))
      if (now) keepDraft(id, { from: settingsOf(now), typed })
    },
  })

  return {
    typed,
    isChanged: changed !== null,
    isSaving: saving.isPending,
    wasSaved: saving.isSuccess && changed === null,
    nameError: problem ?? (isTaken(saving.error) ? saving.error.message : undefined),
    error: isTaken(saving.error) || isConflict(saving.error) ? null : saving.error,
    /** What was stored elsewhere since the person began; null: nothing. */
    conflict: isConflict(saving.error) ? storedWords(from, typed) : null,
    change(part: Partial<IntegrationSettings>) {
      saving.reset()
      const next = { ...typed, ...part }
      if (changeOf(from, next) === null) dropDraft(id)
      else keepDraft(id, { from, typed: next })
    },
    discard() {
      saving.reset()
      setIsAsked(false)
      dropDraft(id)
    },
    save() {
      setIsAsked(true)
      const trimmed = changeOf(from, { ...typed, name: typed.name.trim() })
      if (nameProblem(typed.name) === undefined && trimmed && !saving.isPending) {
        saving.mutate(trimmed)
      }
    },
  }
}

export type WatchFormState = ReturnType<typeof useWatchForm>

function isTaken(error: Error | null): error is AppError {
  return error instanceof AppError && error.code === 'name_taken'
}

function isConflict(error: Error | null): boolean {
  return error instanceof AppError && error.code === 'conflict'
}
