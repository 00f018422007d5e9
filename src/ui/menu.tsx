import { lazy, type ReactNode, Suspense, useId, useRef, useState } from 'react'
import { IconButton } from './icon-button'

const MenuList = lazy(() => import('./menu-list'))

export type MenuEntry =
  | 'separator'
  | {
      label: ReactNode
      icon?: ReactNode
      onSelect: () => void
      tone?: 'neutral' | 'bad'
      /** Set: one of a group of which one is chosen. */
      isChecked?: boolean
    }

export type MenuTriggerProps = {
  id: string
  ref: React.RefObject<HTMLButtonElement | null>
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  onClick: () => void
  onPointerEnter: () => void
  onKeyDown: (event: React.KeyboardEvent) => void
}

type MenuProps = {
  entries: readonly MenuEntry[]
  trigger: (props: MenuTriggerProps) => ReactNode
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
}

/**
 * A button with a menu. The menu's script (radix, floating-ui) comes with the first hover or click,
 * so that a page of cards pays for buttons only.
 */
export function Menu({ entries, trigger, side = 'bottom', align = 'end' }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const ref = useRef<HTMLButtonElement>(null)
  return (
    <span className="relative inline-flex">
      {trigger({
        id,
        ref,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        onClick: () => setIsOpen(!isOpen),
        onPointerEnter: () => void import('./menu-list'),
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          setIsOpen(true)
        },
      })}
      {isOpen && (
        <Suspense>
          <MenuList
            entries={entries}
            side={side}
            align={align}
            labelledBy={id}
            onClose={() => setIsOpen(false)}
            onCloseFocus={() => ref.current?.focus()}
          />
        </Suspense>
      )}
    </span>
  )
}

/** The usual three dots. `label` names whose menu it is: "More for Acme Stripe". */
export function IconMenu({
  label,
  icon,
  ...rest
}: Omit<MenuProps, 'trigger'> & { label: string; icon: ReactNode }) {
  return (
    <Menu
      {...rest}
      trigger={(props) => (
        <IconButton label={label} {...props}>
          {icon}
        </IconButton>
      )}
    />
  )
}
