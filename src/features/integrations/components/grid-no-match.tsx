import { Link } from 'react-router-dom'
import { STATUS_FACES } from '@/services/status-faces'
import { buttonClass } from '@/ui/button-class'
import { NoMatch } from '@/ui/no-match'
import type { GridFilters } from '../filters'
import { TYPE_WORDS } from './type-filter'

type GridNoMatchProps = { filters: GridFilters; onClear: () => void }

export function GridNoMatch({ filters, onClear }: GridNoMatchProps) {
  const newType = (
    <Link to="/types/new" className={buttonClass()}>
      New type
    </Link>
  )
  return (
    <NoMatch onClear={onClear} actions={filters.type === 'custom' && newType}>
      Neither your integrations nor the catalogue have anything for {inWords(filters)}.
    </NoMatch>
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
