import type { TypeOutline } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'
import { memo, useId } from 'react'
import type { Strip } from '@/services/strips'
import { useRunningStages } from '@/services/test-runs'
import { useIntegrationActions } from '@/services/use-integration-actions'
import { Badge } from '@/ui/badge'
import { BrandIcon } from '@/ui/brand-icon'
import { CheckStrip } from '@/ui/check-strip'
import { cx } from '@/ui/cx'
import { showToast } from '@/ui/toast'
import { badgeOf, infoOf, runningStage } from '../card-facts'
import { CardInfoLine } from './card-info-line'
import { CardMenu } from './card-menu'
import { CardPrimaryAction } from './card-primary-action'
import { CardStatus } from './card-status'
import { GridLink } from './grid-link'

export const INTEGRATION_CARD = { height: 188, gap: 16 }

type EnhancedIntegrationCardProps = {
  row: IntegrationCardRow
  /** Undefined when the catalogue no longer has it. */
  type: TypeOutline | undefined
  /** Undefined while it was never checked. */
  strip: Strip | undefined
}

export const EnhancedIntegrationCard = memo(function EnhancedIntegrationCard({
  row: stored,
  type,
  strip,
}: EnhancedIntegrationCardProps) {
  const stages = useRunningStages(stored.id)
  const row = stages ? { ...stored, status: 'testing' as const } : stored
  const actions = useIntegrationActions(row, showToast)
  const headingId = useId()
  return (
    <article
      aria-labelledby={headingId}
      data-status={row.status}
      className={cx(
        'relative flex h-full flex-col rounded-md border bg-panel px-4 pt-4 shadow-card transition-colors',
        row.status === 'error' ? 'border-bad/55' : 'border-line hover:border-line-strong',
      )}
    >
      <header className="flex gap-3">
        <BrandIcon slug={type?.icon ?? null} name={type?.name ?? row.name} />
        <div className="min-w-0 flex-1">
          <h3 id={headingId} className="truncate font-semibold">
            {/* Its hit area is the card's body; the footer lies above it. */}
            <GridLink
              to={{ details: row.id }}
              className="after:absolute after:inset-0 after:rounded-md after:content-[''] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-copper"
            >
              {row.name}
            </GridLink>
          </h3>
          <p className="truncate text-ink-3 text-sm">
            {type ? `${type.name} · ${type.category}` : row.type_id}
          </p>
        </div>
        {type && <Badge>{badgeOf(type)}</Badge>}
      </header>
      <div className="mt-3 h-5">
        <CardInfoLine info={infoOf(row)} />
      </div>
      <div className="mt-2.5 h-[22px]">
        {strip && row.status !== 'configuring' && <CheckStrip {...strip} />}
      </div>
      <footer className="relative mt-3 flex min-h-0 flex-1 items-center gap-1 border-line border-t">
        <CardStatus row={row} strip={strip} stage={runningStage(stages)} />
        <CardPrimaryAction row={row} actions={actions} />
        <span className="-mr-2">
          <CardMenu row={row} actions={actions} />
        </span>
      </footer>
    </article>
  )
})
