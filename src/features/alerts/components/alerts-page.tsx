import { CheckCheck, SlidersHorizontal } from 'lucide-react'
import { Link, useSearchParams } from 'react-router-dom'
import { toldInOneLine } from '@/lib/told'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { PageHeader } from '@/ui/page-header'
import { SegmentedControl } from '@/ui/segmented-control'
import { showToast } from '@/ui/toast'
import { useMarkRead, useUnreadAlerts } from '../queries'
import { AlertPage } from './alert-page'

/** What happened, newest first, and what was sent of it. */
export default function AlertsPage() {
  const [params, setParams] = useSearchParams()
  const isUnreadOnly = params.get('show') === 'unread'
  const unread = useUnreadAlerts()
  const marking = useMarkRead()

  function markAll() {
    marking.mutate('all', {
      onError: (error) =>
        showToast({ tone: 'bad', title: 'They are still unread', detail: toldInOneLine(error) }),
    })
  }
  return (
    <div className="flex max-w-[860px] flex-col gap-6">
      <PageHeader
        title="Alerts"
        actions={
          <>
            <Button onClick={markAll} isBusy={marking.isPending} disabled={!unread.data}>
              <CheckCheck aria-hidden="true" className="size-3.5" />
              Mark all as read
            </Button>
            <Link to="/settings/alerts" className={buttonClass()}>
              <SlidersHorizontal aria-hidden="true" className="size-3.5" />
              Channels
            </Link>
          </>
        }
      >
        When an integration fails, when it is connected again, and before a secret expires.
      </PageHeader>
      <SegmentedControl
        label="Which alerts"
        isLabelHidden
        value={isUnreadOnly ? 'unread' : 'all'}
        onValueChange={(value) =>
          setParams(value === 'unread' ? { show: 'unread' } : {}, { replace: true })
        }
        options={[
          { value: 'all', label: 'All' },
          { value: 'unread', label: unread.data ? `Unread (${unread.data})` : 'Unread' },
        ]}
      />
      <div className="flex flex-col gap-3">
        <AlertPage key={String(isUnreadOnly)} isUnreadOnly={isUnreadOnly} after={null} />
      </div>
    </div>
  )
}
