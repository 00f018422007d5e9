import { type ReactNode, useDeferredValue, useMemo } from 'react'
import { categoriesOf, filterGrid, genericTypes } from '../model'
import { useStrips } from '../queries'
import { useGrid } from '../use-grid'
import { useGridFilters } from '../use-grid-filters'
import { CategoryFilter } from './category-filter'
import { CustomMenu } from './custom-menu'
import { GridSkeleton } from './grid-skeleton'
import { GridSummary } from './grid-summary'
import { IntegrationSections } from './integration-sections'
import { LoadFailure } from './load-failure'
import { NoMatch } from './no-match'
import { NothingConnected } from './nothing-connected'
import { SearchBar } from './search-bar'
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
  const { filters, isFiltered, search, change, clear } = useGridFilters()

  const grid = page.state === 'loaded' ? page.grid : null
  // What is typed is painted first; the cards follow.
  const wanted = useDeferredValue(filters)
  const shown = useMemo(() => grid && filterGrid(grid, wanted), [grid, wanted])
  const categories = useMemo(() => (grid ? categoriesOf(grid) : []), [grid])

  return (
    <div className="flex flex-col gap-5">
      <header className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3 md:grid-cols-[minmax(0,1fr)_290px_auto]">
        <div>
          <h1 className="font-semibold text-2xl tracking-tight">Integrations</h1>
          <p className="mt-1 min-h-5 text-ink-2">
            {page.state === 'loaded' && <GridSummary {...page} onRetry={page.retry} />}
          </p>
        </div>
        <div className="order-last col-span-2 flex md:order-none md:col-span-1">
          <SearchBar
            value={filters.q}
            onChange={search}
            total={grid && grid.connections.length + grid.offers.length}
          />
        </div>
        {page.state === 'loaded' && <CustomMenu types={genericTypes(page.types)} />}
      </header>
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
      {page.state === 'failed' && <LoadFailure {...page} onRetry={page.retry} />}
      {page.state === 'loaded' && (
        <>
          {page.rows.length === 0 && !isFiltered && <NothingConnected types={page.types} />}
          {shown && <IntegrationSections grid={shown} strips={strips.data ?? NO_STRIPS} />}
          {shown && shown.connections.length + shown.offers.length === 0 && (
            <NoMatch filters={wanted} onClear={clear} />
          )}
          <StatusAnnouncer rows={page.rows} />
        </>
      )}
    </div>
  )
}

const NO_STRIPS = {}
