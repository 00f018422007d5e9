import { Link } from 'react-router-dom'
import { Button } from '@/ui/button'
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

export function HealthPageNoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="Nothing matches"
      action={
        <Button variant="primary" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      None of your integrations is like that now.
    </EmptyState>
  )
}
