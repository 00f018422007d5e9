import { memo, type ReactNode, useId } from 'react'
import type { Strip } from '@/services/strips'
import { VirtualGrid } from '@/ui/virtual-grid'
import type { Grid } from '../model'
import { useColumnCount } from '../use-column-count'
import { AVAILABLE_CARD, AvailableCard } from './available-card'
import { EnhancedIntegrationCard, INTEGRATION_CARD } from './enhanced-integration-card'

type IntegrationSectionsProps = {
  grid: Grid
  strips: Readonly<Record<string, Strip>>
}

/** What is connected, and what could be. A section without cards is not there. */
export const IntegrationSections = memo(function IntegrationSections({
  grid,
  strips,
}: IntegrationSectionsProps) {
  const columns = useColumnCount()
  return (
    <>
      {grid.connections.length > 0 && (
        <Section name="Connected" count={grid.connections.length}>
          {(headingId) => (
            <VirtualGrid
              labelledBy={headingId}
              columns={columns}
              items={grid.connections}
              keyOf={({ row }) => row.id}
              itemHeight={INTEGRATION_CARD.height}
              gap={INTEGRATION_CARD.gap}
              renderItem={({ row, type }) => (
                <EnhancedIntegrationCard row={row} type={type} strip={strips[row.id]} />
              )}
            />
          )}
        </Section>
      )}
      {grid.offers.length > 0 && (
        <Section name="Available" count={grid.offers.length}>
          {(headingId) => (
            <VirtualGrid
              labelledBy={headingId}
              columns={columns}
              items={grid.offers}
              keyOf={({ type }) => type.id}
              itemHeight={AVAILABLE_CARD.height}
              gap={AVAILABLE_CARD.gap}
              renderItem={({ type, connectionCount }) => (
                <AvailableCard type={type} connectionCount={connectionCount} />
              )}
            />
          )}
        </Section>
      )}
    </>
  )
})

type SectionProps = { name: string; count: number; children: (headingId: string) => ReactNode }

function Section({ name, count, children }: SectionProps) {
  const headingId = useId()
  return (
    <section
      id={name.toLowerCase()}
      aria-labelledby={headingId}
      className="scroll-mt-6 [section+&]:mt-4"
    >
      <h2 id={headingId} className="mb-3 font-semibold text-sm">
        {name} <span className="ml-1 font-normal text-ink-3">{count.toLocaleString()}</span>
      </h2>
      {children(headingId)}
    </section>
  )
}
