import { lazy, Suspense } from 'react'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router-dom'
import { MissingNotice } from '@/features/integrations/components/missing-notice'
import { NewIntegrationsPage } from '@/features/integrations/components/new-integrations-page'
import { type GridTarget, gridLocation } from '@/features/integrations/grid-location'
import { useOpenTarget } from '@/features/integrations/use-open-target'

const ConnectionModal = lazy(async () => ({
  default: (await import('@/features/connection/components/connection-modal')).ConnectionModal,
}))
const IntegrationDrawer = lazy(async () => ({
  default: (await import('@/features/connection/components/integration-drawer')).IntegrationDrawer,
}))

/** The grid at `/integrations`, and what the URL lays over it: a form or an integration's details. */
export default function IntegrationsRoute() {
  const { id } = useParams()
  const [params] = useSearchParams()
  const { search } = useLocation()
  const navigate = useNavigate()
  const target = useOpenTarget(id, params)

  function go(to: GridTarget) {
    void navigate(gridLocation(search, to), { replace: true })
  }
  const close = () => go(null)

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
        {target.kind === 'details' && (
          <IntegrationDrawer
            key={target.integration.id}
            type={target.type}
            integration={target.integration}
            onClose={close}
            onConfigure={() => go({ configure: target.integration.id })}
          />
        )}
      </Suspense>
    </>
  )
}
