import type { IntegrationCardRow } from '@contract/rows'
import type { IntegrationType } from '@contract/type-defaults'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { queryKeys } from '@/lib/query-keys'
import { refetchIntegration } from '@/services/refetch-integration'
import { integrationService } from '@/services/service'
import { setUpIntegration } from '@/services/set-up-integration'
import { showToast } from '@/ui/toast'
import {
  type ConnectionValues,
  freeName,
  toInput,
  valuesOfIntegration,
  valuesOfType,
} from './model'
import { useCredentialHints, useIntegrationDetail } from './queries'
import { factsLine } from './report-view'
import { type Saved, savedAt } from './saved'
import { newSecrets, removedSlots, type Stored } from './secrets'
import { useFirstError } from './use-first-error'
import { useFormTest } from './use-form-test'
import { connectionResolver } from './validation'

type Options = {
  type: IntegrationType
  integration: IntegrationCardRow | null
  onConnected: () => void
}

/** The form, the test of what is in it, and saving it; one row whatever is clicked how often. */
export function useConnectionForm({ type, integration, onConnected }: Options) {
  const queryClient = useQueryClient()
  const [id] = useState(() => integration?.id ?? crypto.randomUUID())
  const [saved, setSaved] = useState<Saved>({ is: 'not' })
  const exists = integration !== null || saved.is === 'stored'
  const hints = useCredentialHints(exists ? id : null)
  const failing = useIntegrationDetail(integration?.status === 'error' ? id : null)
  const { test, run, clear } = useFormTest()

  const storedMethod = saved.is === 'stored' ? saved.authMethod : integration?.auth_method
  const stored: Stored | null =
    storedMethod === undefined ? null : { authMethod: storedMethod, hints: hints.data ?? [] }

  const form = useForm<ConnectionValues>({
    mode: 'onTouched',
    shouldFocusError: false,
    resolver: connectionResolver(type, stored),
    defaultValues: integration
      ? valuesOfIntegration(integration, type)
      : valuesOfType(type, takenNames()),
  })
  const formRef = useFirstError(form.formState.submitCount)

  const opening = openingOf(integration, hints, failing.isLoading)
  const isCredentialRefused = integration?.last_error?.stage === 'authenticate'
  useEffect(() => {
    if (opening.is !== 'ready' || !isCredentialRefused) return
    const field = CREDENTIAL_FIELDS[form.getValues('authMethod')]
    if (field) form.setFocus(field)
  }, [opening.is, isCredentialRefused, form])

  function takenNames(): string[] {
    const rows = queryClient.getQueryData<IntegrationCardRow[]>(queryKeys.integrations) ?? []
    return rows.filter((row) => row.id !== id).map(({ name }) => name)
  }

  async function testDraft(values: ConnectionValues) {
    await run('draft', (options) =>
      integrationService.testDraft(toInput(values, type, id), newSecrets(values), options),
    )
  }

  async function save(values: ConnectionValues) {
    const input = toInput(values, type, id)
    const ended = await run('save', (options) =>
      setUpIntegration(integrationService, input, newSecrets(values), {
        ...options,
        exists,
        removedSlots: removedSlots(values, stored),
      }),
    )
    // Also when the form is gone by now: what it stored is in the list all the same.
    void refetchIntegration(id, queryClient)
    if (ended === null) return
    if (ended.phase === 'reported' && ended.report.outcome === 'passed') {
      showToast({
        tone: 'ok',
        title: `${input.name} is connected`,
        detail: factsLine(ended.report.facts),
      })
      return onConnected()
    }
    if (ended.phase === 'stopped' && ended.error.code === 'name_taken') {
      return askForOtherName(input.name)
    }
    const reached = ended.phase === 'stopped' ? ended.step : 'test'
    setSaved((before) => savedAt(reached, before, values.authMethod))
    // What was typed meanwhile stays, and is not saved.
    if (reached === 'test') {
      form.reset(values, { keepValues: true, keepSubmitCount: true, keepIsSubmitted: true })
    }
  }

  function askForOtherName(name: string) {
    clear()
    const other = freeName(name, [...takenNames(), name])
    form.setError('name', { message: `You have a “${name}” already. Try “${other}”.` })
    form.setFocus('name')
  }

  return {
    id,
    form,
    formRef,
    test,
    stored,
    opening,
    lastReport: failing.data?.last_report ?? null,
    retryOpening: () => void hints.refetch(),
    /** A row of this form may be stored, though it was not when the form opened. */
    wasSaved: saved.is !== 'not',
    testDraft: form.handleSubmit(testDraft),
    save: form.handleSubmit(save),
  }
}

export type Opening = { is: 'ready' } | { is: 'loading' } | { is: 'failed'; error: Error }

const CREDENTIAL_FIELDS = {
  none: null,
  api_key: 'apiKey',
  basic: 'username',
  jwt: 'token',
  oauth: null,
  certificate: null,
  ssh_key: null,
} as const

/** A stored integration's form waits for its hints: without them nobody knows what must be typed. */
function openingOf(
  integration: IntegrationCardRow | null,
  hints: ReturnType<typeof useCredentialHints>,
  isReportLoading: boolean,
): Opening {
  if (integration === null || (hints.data && !isReportLoading)) return { is: 'ready' }
  return hints.error ? { is: 'failed', error: hints.error } : { is: 'loading' }
}

export type ConnectionForm = ReturnType<typeof useConnectionForm>
