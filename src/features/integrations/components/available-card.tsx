import type { TypeOutline } from '@contract/outline'
import { memo } from 'react'
import { Badge } from '@/ui/badge'
import { BrandIcon } from '@/ui/brand-icon'
import { buttonClass } from '@/ui/button-class'
import { badgeOf } from '../card-facts'
import { GridLink } from './grid-link'
import { OwnTypeMenu } from './own-type-menu'

export const AVAILABLE_CARD = { height: 64, gap: 12 }

type AvailableCardProps = { type: TypeOutline; connectionCount: number }

export const AvailableCard = memo(function AvailableCard({
  type,
  connectionCount,
}: AvailableCardProps) {
  const isConnected = connectionCount > 0
  return (
    <article
      title={`${type.name}: ${type.description}`}
      className="flex h-full items-center gap-3 rounded-md border border-line bg-panel px-3 shadow-card transition-colors hover:border-line-strong"
    >
      <BrandIcon slug={type.icon} name={type.name} />
      <div className="min-w-0 flex-1">
        <h3 className="truncate font-semibold">{type.name}</h3>
        <p className="flex items-center gap-2 text-ink-3 text-sm">
          <Badge>{badgeOf(type)}</Badge>
          <span className="truncate">
            {isConnected ? `${connectionCount} added` : type.category}
          </span>
        </p>
      </div>
      <GridLink
        to={{ connect: type.id }}
        label={isConnected ? `Connect another ${type.name}` : `Connect ${type.name}`}
        className={buttonClass()}
      >
        Connect
      </GridLink>
      {type.owner_id !== null && (
        <span className="-mr-2 -ml-2">
          <OwnTypeMenu type={type} />
        </span>
      )}
    </article>
  )
})
