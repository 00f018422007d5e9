import type { IntegrationType } from '@contract/type-defaults'
import { Plus } from 'lucide-react'
import { useLocation, useNavigate } from 'react-router-dom'
import { buttonClass } from '@/ui/button-class'
import { Menu } from '@/ui/menu'
import { gridLocation } from '../filters'

/** For what no catalogue entry knows: any MCP server, any API. */
export function CustomMenu({ types }: { types: readonly IntegrationType[] }) {
  const { search } = useLocation()
  const navigate = useNavigate()
  return (
    <Menu
      entries={types.map((type) => ({
        label: type.name,
        onSelect: () => navigate(gridLocation(search, { connect: type.id })),
      }))}
      trigger={(props) => (
        <button type="button" {...props} className={buttonClass('secondary', 'md', 'h-9')}>
          <Plus aria-hidden="true" className="size-4" />
          Custom
        </button>
      )}
    />
  )
}
