import { Link } from 'react-router-dom'
import { buttonClass } from '@/ui/button-class'
import { EmptyState } from '@/ui/empty-state'

export function HealthPageEmpty() {
  return (
    <EmptyState
      title="Nothing to look after yet"
      action={
        <Link to="/integrations" className={buttonClass('primary')}>
          Connect something
        </Link>
      }
    >
      What you connect is checked every five minutes, also while this page is closed. Here you see
      since when something fails, how often, and why.
    </EmptyState>
  )
}
