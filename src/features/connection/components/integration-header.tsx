import type { TypeOutline } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'
import type { ReactNode } from 'react'
import type { To } from 'react-router-dom'
import { BackLink } from '@/ui/back-link'
import { BrandIcon } from '@/ui/brand-icon'
import { StatusLine } from './status-line'

type IntegrationHeaderProps = {
  row: IntegrationCardRow
  /** Undefined while the catalogue comes, and when it no longer has it. */
  type: TypeOutline | undefined
  isTesting: boolean
  isPaused: boolean
  backTo: To
  actions: ReactNode
}

/** What it is, how it is, and what to do about it. */
export function IntegrationHeader({
  row,
  type,
  isTesting,
  isPaused,
  backTo,
  actions,
}: IntegrationHeaderProps) {
  return (
    <header className="flex flex-col gap-4">
      <title>{`${row.name} · Patchbay`}</title>
      <BackLink to={backTo}>Integrations</BackLink>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="flex min-w-0 gap-3.5">
          <BrandIcon
            slug={type?.icon ?? null}
            name={type?.name ?? row.name}
            className="size-12 rounded-md"
          />
          <div className="min-w-0">
            <h1 className="wrap-anywhere font-semibold text-2xl tracking-tight">{row.name}</h1>
            <p className="text-ink-2 text-sm">
              {type ? `${type.name} · ${type.category}` : row.type_id}
            </p>
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
      </div>
      <StatusLine integration={row} isTesting={isTesting} isPaused={isPaused} />
    </header>
  )
}
