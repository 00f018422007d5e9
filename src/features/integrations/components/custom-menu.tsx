import type { TypeOutline } from '@contract/outline'
import { Plus } from 'lucide-react'
import { useLocation, useNavigate } from 'react-router-dom'
import { buttonClass } from '@/ui/button-class'
import { Menu } from '@/ui/menu'
import { gridLocation } from '../grid-location'

/** For what no catalogue entry knows: any MCP server, any API. There from the start, so nothing jumps. */
export function CustomMenu({ types }: { types: readonly TypeOutline[] }) {
  const { search } = useLocation()
  const navigate = useNavigate()
  return (
    <Menu
      entries={types.map((type) => ({
        label: type.name,
        onSelect: () => navigate(gridLocation(search, { connect: type.id })),
      }))}
      trigger={(props) => (
        <button
          type="button"
          {...props}
          disabled={types.length === 0}
          className={buttonClass('secondary', 'md', 'h-9 pointer-coarse:h-11')}
        >
          <Plus aria-hidden="true" className="size-4" />
          Custom
        </button>
      )}
    />
  )
}
