import type { AuthorizationFinished } from '@contract/oauth'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, Navigate } from 'react-router-dom'
import { SENTENCES } from '@/lib/error-sentences'
import { AppError, toAppError } from '@/lib/errors'
import { toldInOneLine } from '@/lib/told'
import { type Flow, flowOfThisTab, forgetFlow } from '@/services/authorization-flow'
import { runTest } from '@/services/test-runs'
import { Alert } from '@/ui/alert'
import { buttonClass } from '@/ui/button-class'
import { EmptyState } from '@/ui/empty-state'
import { PageHeader } from '@/ui/page-header'
import { Spinner } from '@/ui/spinner'
import { showToast } from '@/ui/toast'
import { type Arrival, forgetArrival, keptArrival } from '../arrival'
import { useFinish, useName } from '../queries'
import { NotGiven } from './not-given'

/** Where one comes back to from an authorization server: finishes, tests, and leads to the connection. */
export default function CallbackPage() {
  // Both stand in the tab's storage, and are gone from it once all went well.
  const [arrival] = useState(keptArrival)
  const [flow] = useState(flowOfThisTab)
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <PageHeader title="Connecting" />
      {arrival === null ? <NothingHere /> : <Finish arrival={arrival} flow={flow} />}
    </div>
  )
}

function Finish({ arrival, flow }: { arrival: Arrival; flow: Flow | null }) {
  const name = useName(flow?.integrationId ?? null)
  const finish = useFinish(
    arrival.is === 'ticket' && flow ? { ticket: arrival.ticket, browserKey: flow.key } : null,
  )
  if (finish.data) return <Given finished={finish.data} name={name} />
  const error = refusalOf(arrival, flow) ?? (finish.error && toAppError(finish.error))
  if (error) {
    return (
      <NotGiven
        error={error}
        name={name}
        integrationId={flow?.integrationId ?? null}
        isTrying={finish.isFetching}
        onRetry={() => void finish.refetch()}
      />
    )
  }
  return (
    <p role="status" className="flex items-center gap-2 text-ink-2">
      <Spinner /> {name} is being connected
    </p>
  )
}

/** What is known before anything is asked. */
function refusalOf(arrival: Arrival, flow: Flow | null): AppError | null {
  if (arrival.is === 'refused') return new AppError(arrival.code, SENTENCES[arrival.code])
  if (flow !== null) return null
  return new AppError('authorization_mismatch', SENTENCES.authorization_mismatch)
}

function Given({ finished, name }: { finished: AuthorizationFinished; name: string }) {
  const client = useQueryClient()
  const { integrationId, missing_scopes } = finished
  useEffect(() => {
    forgetFlow()
    forgetArrival()
    runTest(integrationId, 'connect', client).catch((error: unknown) =>
      showToast({
        tone: 'bad',
        title: 'Access was given, but not tested',
        detail: toldInOneLine(error),
      }),
    )
  }, [integrationId, client])

  const details = `/integrations/${encodeURIComponent(integrationId)}`
  if (missing_scopes.length === 0) return <Navigate replace to={details} />
  return (
    <Alert
      tone="warn"
      role="status"
      title={`${name} is connected, but with less than was asked for.`}
      action={
        <Link replace to={details} className={buttonClass('primary')}>
          Show it
        </Link>
      }
    >
      Not granted: <span className="font-mono text-sm">{missing_scopes.join(', ')}</span>. What
      needs it will fail. To ask for it again, choose Reconnect there.
    </Alert>
  )
}

function NothingHere() {
  return (
    <EmptyState
      title="No sign-in to finish"
      action={
        <Link to="/integrations" className={buttonClass('primary')}>
          Go to integrations
        </Link>
      }
    >
      This page takes what an authorization server sends back, and nothing was sent to this tab.
    </EmptyState>
  )
}
