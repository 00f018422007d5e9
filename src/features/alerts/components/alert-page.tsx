import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { AlertPlace } from '@/services/alert-service'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { EmptyState } from '@/ui/empty-state'
import { LoadFailure } from '@/ui/load-failure'
import { Skeleton } from '@/ui/skeleton'
import { ALERTS_A_PAGE, useAlertPage } from '../queries'
import { AlertItem } from './alert-item'

type AlertPageProps = { isUnreadOnly: boolean; after: AlertPlace | null }

/**
 * So many alerts, and where one asks for them those that follow. What follows begins after the last
 * that is here now: when a new one comes, none is lost between two pages.
 */
export function AlertPage({ isUnreadOnly, after }: AlertPageProps) {
  const [isOpen, setIsOpen] = useState(false)
  const page = useAlertPage(isUnreadOnly, after)
  const last = page.data?.at(-1)
  const isFull = page.data?.length === ALERTS_A_PAGE
  return (
    <>
      {page.error && <LoadFailure query={page} what="The alerts" />}
      {page.isPending && <Loading />}
      {page.data?.length === 0 && after === null && <Nothing isUnreadOnly={isUnreadOnly} />}
      {page.data && page.data.length > 0 && (
        <ul aria-label={after ? 'Older alerts' : 'Alerts'} className="flex flex-col gap-3">
          {page.data.map((alert) => (
            <AlertItem key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
      {isFull && last && !isOpen && (
        <Button className="self-center" onClick={() => setIsOpen(true)}>
          Show older
        </Button>
      )}
      {isFull && last && isOpen && (
        <AlertPage
          isUnreadOnly={isUnreadOnly}
          after={{ id: last.id, created_at: last.created_at }}
        />
      )}
    </>
  )
}

function Nothing({ isUnreadOnly }: { isUnreadOnly: boolean }) {
  return isUnreadOnly ? (
    <EmptyState title="Nothing unread">What you have read is under “All”.</EmptyState>
  ) : (
    <EmptyState
      title="Nothing has happened yet"
      action={
        <Link to="/settings/alerts" className={buttonClass()}>
          Add a channel
        </Link>
      }
    >
      Patchbay checks what you have connected and says here when one fails. To hear of it elsewhere
      too, add a channel.
    </EmptyState>
  )
}

function Loading() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the alerts</span>
      {['one', 'two', 'three'].map((each) => (
        <Skeleton key={each} className="h-[74px] rounded-md" />
      ))}
    </div>
  )
}
