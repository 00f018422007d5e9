import { lazy, Suspense, useState } from 'react'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router-dom'
import { IntegrationActions } from '@/features/connection/components/integration-actions'
import { IntegrationHeader } from '@/features/connection/components/integration-header'
import { TestReport } from '@/features/connection/components/test-report'
import {
  type KnownIntegration,
  useKnownIntegration,
} from '@/features/connection/use-known-integration'
import { MissingNotice } from '@/features/integrations/components/missing-notice'
import { INTEGRATION_GONE } from '@/features/integrations/gone'
import { gridLocation } from '@/features/integrations/grid-location'
import { useIntegrationTypes } from '@/features/integrations/queries'
import { useRunningStages } from '@/services/test-runs'
import { Alert } from '@/ui/alert'
import { LoadFailure } from '@/ui/load-failure'
import { PageHeader } from '@/ui/page-header'
import { RefreshNote } from '@/ui/refresh-note'
import { Skeleton } from '@/ui/skeleton'
import { IntegrationTabs } from './integration-tabs'
import { usePageStart } from './use-page-start'

const ConnectionModal = lazy(async () => ({
  default: (await import('@/features/connection/components/connection-modal')).ConnectionModal,
}))
const DeleteDialog = lazy(() => import('@/features/integrations/components/delete-dialog'))

/** The page of one integration at `/integrations/:id`, and its form where the URL asks for it. */
export default function IntegrationRoute() {
  const { id = '' } = useParams()
  const { search } = useLocation()
  const navigate = useNavigate()
  const known = useKnownIntegration(id)
  usePageStart(id)

  switch (known.state) {
    case 'loading':
      return <PageSkeleton />
    case 'gone':
      return (
        <Titled>
          <MissingNotice
            {...INTEGRATION_GONE}
            onDismiss={() => void navigate(gridLocation(search, null))}
          />
        </Titled>
      )
    case 'failed':
      return (
        <Titled>
          <LoadFailure query={known.query} what="This integration" />
        </Titled>
      )
    case 'known':
      return <IntegrationPage key={id} {...known} />
  }
}

function IntegrationPage({ row, detail, query }: Extract<KnownIntegration, { state: 'known' }>) {
  const [params, setParams] = useSearchParams()
  const { search } = useLocation()
  const navigate = useNavigate()
  const types = useIntegrationTypes()
  const type = types.data?.find((each) => each.id === row.type_id)
  const [isDeleting, setIsDeleting] = useState(false)
  const runningStages = useRunningStages(row.id)
  const isTesting = runningStages !== undefined || row.status === 'testing'

  function configure(isOpen: boolean) {
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        if (isOpen) after.set('configure', row.id)
        else after.delete('configure')
        return after
      },
      { replace: true },
    )
  }
  const shared = {
    onConfigure: type && (() => configure(true)),
    onDelete: () => setIsDeleting(true),
    isTesting,
  }

  return (
    <div className="flex flex-col gap-6">
      <IntegrationHeader
        row={row}
        type={type}
        isTesting={isTesting}
        isPaused={detail?.is_watched === false}
        backTo={gridLocation(search, null)}
        actions={<IntegrationActions row={row} isWatched={detail?.is_watched} {...shared} />}
      />
      {query.isError && detail && (
        <p className="text-sm">
          This page
          <RefreshNote since={query.dataUpdatedAt} onRetry={() => void query.refetch()} />
        </p>
      )}
      {query.isError && !detail && <LoadFailure query={query} what="What is known of it" />}
      {types.data && !type && (
        <Alert tone="warn" title="It cannot be edited.">
          The catalogue no longer has its type, “{row.type_id}”.
        </Alert>
      )}
      {runningStages && (params.get('tab') ?? 'overview') !== 'overview' && (
        <TestReport stages={runningStages} />
      )}
      <IntegrationTabs
        row={row}
        detail={detail}
        type={type}
        runningStages={runningStages}
        {...shared}
      />
      <Suspense>
        {type && params.get('configure') === row.id && (
          <ConnectionModal type={type} integration={row} onClose={() => configure(false)} />
        )}
        {isDeleting && (
          <DeleteDialog
            row={row}
            onClose={() => setIsDeleting(false)}
            onDeleted={() => void navigate(gridLocation(search, null), { replace: true })}
          />
        )}
      </Suspense>
    </div>
  )
}

function Titled({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title="Integration" />
      {children}
    </div>
  )
}

/** The header's and the ladder's places. */
function PageSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-6">
      <h1 className="sr-only">Loading the integration</h1>
      <Skeleton className="h-5 w-24" />
      <div className="flex gap-3.5">
        <Skeleton className="size-12" />
        <div className="flex flex-col gap-2">
          <Skeleton className="h-7 w-48" />
          <Skeleton className="h-4 w-32" />
        </div>
      </div>
      <Skeleton className="h-9 w-full max-w-md" />
      <Skeleton className="h-36" />
    </div>
  )
}
