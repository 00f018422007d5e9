import { type ReactNode, useDeferredValue, useMemo } from 'react'
import { PageFailure } from '@/ui/page-failure'
import { PageHeader } from '@/ui/page-header'
import { SearchField } from '@/ui/search-field'
import { categoriesOf, filterGrid, genericTypes } from '../model'
import { useStrips } from '../queries'
import { useGrid } from '../use-grid'
import { useGridCommands } from '../use-grid-commands'
import { useGridFilters } from '../use-grid-filters'
import { CategoryFilter } from './category-filter'
import { CustomMenu } from './custom-menu'
import { GridNoMatch } from './grid-no-match'
import { GridSkeleton } from './grid-skeleton'
import { GridSummary } from './grid-summary'
import { IntegrationSections } from './integration-sections'
import { NothingConnected } from './nothing-connected'
import { StatusAnnouncer } from './status-announcer'
import { StatusFilter } from './status-filter'
import { TypeFilter } from './type-filter'

type NewIntegrationsPageProps = {
  /** What must be said above the grid: a link that leads nowhere. */
  notice?: ReactNode
}

export function NewIntegrationsPage({ notice }: NewIntegrationsPageProps) {
  const page = useGrid()
  const strips = useStrips()
  useGridCommands(page.state === 'loaded' ? page : null)
  const { filters, isFiltered, search, change, clear } = useGridFilters()

  const grid = page.state === 'loaded' ? page.grid : null
  // What is typed is painted first; the cards follow.
  const wanted = useDeferredValue(filters)
  const shown = useMemo(() => grid && filterGrid(grid, wanted), [grid, wanted])
  const categories = useMemo(() => (grid ? categoriesOf(grid) : []), [grid])

  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        title="Integrations"
        actions={
          <>
            <SearchField
              label="Search integrations"
              placeholder={
                grid
                  ? `Search ${grid.connections.length + grid.offers.length} integrations`
                  : 'Search integrations'
              }
              value={filters.q}
              onChange={search}
            />
            <CustomMenu types={page.state === 'loaded' ? genericTypes(page.types) : []} />
          </>
        }
      >
        <p className="min-h-5">
          {page.state === 'loaded' && <GridSummary {...page} onRetry={page.retry} />}
        </p>
      </PageHeader>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Filters</legend>
        <TypeFilter value={filters.type} onChange={(type) => change({ type })} />
        <CategoryFilter
          categories={categories}
          selected={filters.categories}
          onChange={(selected) => change({ categories: selected })}
        />
        <StatusFilter selected={filters.statuses} onChange={(statuses) => change({ statuses })} />
      </fieldset>
      {notice}
      {page.state === 'loading' && <GridSkeleton />}
      {page.state === 'failed' && (
        <PageFailure
          title="Your integrations could not be loaded"
          error={page.error}
          isRetrying={page.isRetrying}
          onRetry={page.retry}
        />
      )}
      {page.state === 'loaded' && (
        <>
          {page.rows.length === 0 && !isFiltered && <NothingConnected types={page.types} />}
          {shown && <IntegrationSections grid={shown} strips={strips.data ?? NO_STRIPS} />}
          {shown && shown.connections.length + shown.offers.length === 0 && (
            <GridNoMatch filters={wanted} onClear={clear} />
          )}
          <StatusAnnouncer rows={page.rows} />
        </>
      )}
    </div>
  )
}

const NO_STRIPS = {}
