import type { TypeOutline } from '@contract/outline'
import { Plus } from 'lucide-react'
import { useLocation, useNavigate } from 'react-router-dom'
import { buttonClass } from '@/ui/button-class'
import { Menu } from '@/ui/menu'
import { gridLocation } from '../grid-location'

/** For what no catalogue entry knows: any MCP server, any API, a type of one's own. */
export function CustomMenu({ types }: { types: readonly TypeOutline[] }) {
  const { search } = useLocation()
  const navigate = useNavigate()
  return (
    <Menu
      entries={[
        ...types.map((type) => ({
          label: type.name,
          onSelect: () => navigate(gridLocation(search, { connect: type.id })),
        })),
        ...(types.length > 0 ? (['separator'] as const) : []),
        { label: 'New type…', onSelect: () => navigate('/types/new') },
      ]}
      trigger={(props) => (
        <button
          type="button"
          {...props}
          className={buttonClass('secondary', 'md', 'h-9 pointer-coarse:h-11')}
        >
          <Plus aria-hidden="true" className="size-4" />
          Custom
        </button>
      )}
    />
  )
}
