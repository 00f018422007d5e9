import { Link } from 'react-router-dom'
import { buttonClass } from '@/ui/button-class'
import { EmptyState } from '@/ui/empty-state'
import { PageHeader } from '@/ui/page-header'

export default function NotFoundPage() {
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title="Not found" />
      <EmptyState
        title="Nothing is plugged in here"
        action={
          <Link to="/integrations" className={buttonClass('primary')}>
            Go to integrations
          </Link>
        }
      >
        There is no page at this address. The link may be old, or a letter is missing.
      </EmptyState>
    </div>
  )
}
