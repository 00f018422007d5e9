import { Link } from 'react-router-dom'
import { STATUS_FACES } from '@/services/status-faces'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { EmptyState } from '@/ui/empty-state'
import type { GridFilters } from '../filters'
import { TYPE_WORDS } from './type-filter'

type NoMatchProps = { filters: GridFilters; onClear: () => void }

export function NoMatch({ filters, onClear }: NoMatchProps) {
  return (
    <EmptyState
      title="Nothing matches"
      action={
        <>
          <Button variant="primary" onClick={onClear}>
            Clear filters
          </Button>
          {filters.type === 'custom' && (
            <Link to="/types/new" className={buttonClass()}>
              New type
            </Link>
          )}
        </>
      }
    >
      Neither your integrations nor the catalogue have anything for {inWords(filters)}.
    </EmptyState>
  )
}

function inWords({ q, type, categories, statuses }: GridFilters): string {
  const parts = [
    q.trim() !== '' && `“${q.trim()}”`,
    type !== null && `type ${TYPE_WORDS[type]}`,
    categories.length > 0 && `category ${categories.join(' or ')}`,
    statuses.length > 0 &&
      `status ${statuses.map((status) => STATUS_FACES[status].word.replace('…', '')).join(' or ')}`,
  ]
  return parts.filter(Boolean).join(', ')
}
