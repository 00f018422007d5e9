import { lazy, Suspense } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom'
import { MissingNotice } from '@/features/integrations/components/missing-notice'
import { NewIntegrationsPage } from '@/features/integrations/components/new-integrations-page'
import { gridLocation } from '@/features/integrations/grid-location'
import { useOpenTarget } from '@/features/integrations/use-open-target'
import { useKeptPlace } from './use-kept-place'

const ConnectionModal = lazy(async () => ({
  default: (await import('@/features/connection/components/connection-modal')).ConnectionModal,
}))

/** The grid at `/integrations`, and the form that the URL lays over it. */
export default function IntegrationsRoute() {
  const [params] = useSearchParams()
  const { search } = useLocation()
  const navigate = useNavigate()
  const target = useOpenTarget(params)
  useKeptPlace(target.kind !== 'unknown')
  const close = () => void navigate(gridLocation(search, null), { replace: true })

  return (
    <>
      <NewIntegrationsPage
        notice={target.kind === 'missing' && <MissingNotice {...target} onDismiss={close} />}
      />
      <Suspense>
        {target.kind === 'form' && (
          <ConnectionModal
            key={target.integration?.id ?? target.type.id}
            type={target.type}
            integration={target.integration}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  )
}
