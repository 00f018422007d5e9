import type { CredentialHintRow } from '@contract/detail-rows'
import type { IntegrationCardRow } from '@contract/rows'
import type { IntegrationType } from '@contract/type-defaults'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type FieldPath, useForm } from 'react-hook-form'
import { queryKeys } from '@/lib/query-keys'
import { refetchIntegration } from '@/services/refetch-integration'
import { integrationService } from '@/services/service'
import { setUpAuthorization, setUpIntegration } from '@/services/set-up-integration'
import { showToast } from '@/ui/toast'
import { mustAuthorize } from './access'
import { toInput } from './config-draft'
import { createKeyReader } from './key-reader'
import { type ConnectionValues, freeName, valuesOfIntegration, valuesOfType } from './model'
import { newSecrets } from './new-secrets'
import { useCredentialHints, useIntegrationDetail } from './queries'
import { factsLine } from './report-view'
import { type Saved, savedAt } from './saved'
import { type AuthKind, authKindOf, removedSlots, type Stored } from './secrets'
import { leadTo, useFirstError } from './use-first-error'
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
  const [readKey] = useState(createKeyReader)

  const [initial] = useState(() =>
    integration ? valuesOfIntegration(integration, type) : valuesOfType(type, takenNames()),
  )
  const stored: Stored | null = storedAs(
    saved,
    integration && authKindOf(initial, type),
    hints.data,
  )

  const form = useForm<ConnectionValues>({
    mode: 'onTouched',
    shouldFocusError: false,
    resolver: connectionResolver(type, stored, readKey),
    defaultValues: initial,
  })
  const formRef = useFirstError(form.formState.submitCount)

  const opening = openingOf(integration, hints, failing.isLoading)
  const isCredentialRefused = integration?.last_error?.stage === 'authenticate'
  useEffect(() => {
    if (opening.is !== 'ready' || !isCredentialRefused) return
    const kind = authKindOf(form.getValues(), type)
    if (kind) form.setFocus(CREDENTIAL_FIELDS[kind])
  }, [opening.is, isCredentialRefused, form, type])

  function takenNames(): string[] {
    const rows = queryClient.getQueryData<IntegrationCardRow[]>(queryKeys.integrations) ?? []
    return rows.filter((row) => row.id !== id).map(({ name }) => name)
  }

  async function testDraft(values: ConnectionValues) {
    await run('draft', async (options) =>
      integrationService.testDraft(
        toInput(values, type, id),
        await newSecrets(values, type, readKey),
        options,
      ),
    )
  }

  async function save(values: ConnectionValues) {
    const input = toInput(values, type, id)
    const isLeaving = mustAuthorize(values, type, stored, integration)
    const ended = await run(
      'save',
      async (options) => {
        const secrets = await newSecrets(values, type, readKey)
        const setUp = { ...options, exists, removedSlots: removedSlots(values, type, stored) }
        if (!isLeaving) return setUpIntegration(integrationService, input, secrets, setUp)
        await setUpAuthorization(integrationService, input, secrets, {
          ...setUp,
          begin: async (id) =>
            (await import('@/services/authorization-flow')).beginAuthorization(id, options.signal),
        })
        return null
      },
      isLeaving,
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
    const reached = ended.phase === 'stopped' ? ended.step : isLeaving ? 'authorize' : 'test'
    setSaved((before) => savedAt(reached, before, authKindOf(values, type)))
    // What was typed meanwhile stays, and is not saved.
    if (reached === 'test' || reached === 'authorize') {
      form.reset(values, { keepValues: true, keepSubmitCount: true, keepIsSubmitted: true })
    }
    if (ended.phase === 'stopped' && ended.error.code === 'client_id_required') askForClient()
  }

  function askForClient() {
    form.setError('oauth.clientId', { message: 'This server registers no client by itself' })
    leadTo(formRef.current, 'oauth.clientId')
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
    readKey,
    opening,
    lastReport: failing.data?.last_report ?? null,
    retryOpening: () => void hints.refetch(),
    /** A row of this form may be stored, though it was not when the form opened. */
    wasSaved: saved.is !== 'not',
    testDraft: form.handleSubmit(testDraft),
    save: form.handleSubmit(save),
    mustAuthorize: (values: ConnectionValues) => mustAuthorize(values, type, stored, integration),
  }
}

export type Opening = { is: 'ready' } | { is: 'loading' } | { is: 'failed'; error: Error }

function storedAs(
  saved: Saved,
  opened: AuthKind | null,
  hints: readonly CredentialHintRow[] = [],
): Stored | null {
  if (saved.is === 'stored') return { kind: saved.kind, hints }
  return opened === null && hints.length === 0 ? null : { kind: opened, hints }
}

/** Where one types the secret that was refused. */
const CREDENTIAL_FIELDS = {
  api_key: 'apiKey',
  basic: 'username',
  jwt: 'token',
  jwt_key: 'jwt.key',
  certificate: 'certificate.certificate',
  ssh_key: 'ssh.key',
  oauth: 'oauth.clientId',
} as const satisfies Record<AuthKind, FieldPath<ConnectionValues>>

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
