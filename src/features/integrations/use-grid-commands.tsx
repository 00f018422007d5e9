import type { TypeOutline } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'
import { useMemo } from 'react'
import { useNavigate } from 'react-router-dom'
import { BrandIcon } from '@/ui/brand-icon'
import { type Command, useCommands } from '@/ui/commands'
import { gridLocation } from './grid-location'

type Known = { rows: readonly IntegrationCardRow[]; types: readonly TypeOutline[] }

/** What ⌘K can do here: open each integration, connect each type. */
export function useGridCommands(known: Known | null): void {
  const navigate = useNavigate()
  const rows = known?.rows
  const types = known?.types
  const commands = useMemo((): Command[] => {
    if (!rows || !types) return []
    const typeById = new Map(types.map((type) => [type.id, type]))
    return [
      ...rows.map((row) => {
        const type = typeById.get(row.type_id)
        return {
          id: `open-${row.id}`,
          label: `Open ${row.name}`,
          ...(type ? { keywords: `${type.name} ${type.category}` } : {}),
          icon: <TypeIcon type={type} name={row.name} />,
          run: () => void navigate(gridLocation('', { details: row.id })),
        }
      }),
      ...types.map((type) => ({
        id: `connect-${type.id}`,
        label: `Connect ${type.name}`,
        keywords: type.category,
        icon: <TypeIcon type={type} name={type.name} />,
        run: () => void navigate(gridLocation('', { connect: type.id })),
      })),
    ]
  }, [rows, types, navigate])
  useCommands(commands)
}

function TypeIcon({ type, name }: { type: TypeOutline | undefined; name: string }) {
  return <BrandIcon slug={type?.icon ?? null} name={type?.name ?? name} className="size-6" />
}
