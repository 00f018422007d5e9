import { NavLink } from 'react-router-dom'
import { cx } from '@/ui/cx'
import { lazyPart } from '@/ui/lazy-part'
import { Logo } from '@/ui/logo'
import { AccountMenu } from './account-menu'
import { DESTINATIONS } from './navigation'
import { PaletteButton } from './palette-button'

const UnreadBadge = lazyPart(() => import('@/features/alerts/components/unread-badge'))

const ITEM_CLASS =
  'relative flex items-center gap-3 rounded-sm text-base transition-colors hover:bg-sunken hover:text-ink ' +
  'max-sm:h-11 max-sm:w-16 max-sm:justify-center sm:h-9 sm:px-2.5 max-lg:sm:w-9 max-lg:sm:justify-center max-lg:sm:px-0'

/** On the left; narrower where the page needs the room; at the bottom of a phone. */
export function Rail() {
  return (
    <header
      className={cx(
        'z-30 flex shrink-0 bg-paper',
        'max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:h-16 max-sm:items-center max-sm:border-line max-sm:border-t max-sm:px-4',
        'sm:sticky sm:top-0 sm:h-dvh sm:w-15 sm:flex-col sm:border-line sm:border-r sm:px-3 sm:pt-5 sm:pb-4 lg:w-[212px]',
      )}
    >
      <div className="mb-6 flex items-center gap-2.5 px-2 font-semibold max-sm:hidden">
        <Logo className="size-5.5" />
        <span className="max-lg:sr-only">Patchbay</span>
      </div>
      <nav
        aria-label="Main"
        className="flex max-sm:flex-1 max-sm:justify-around sm:flex-col sm:gap-0.5"
      >
        {DESTINATIONS.map(({ path, label, icon: Icon }) => (
          <NavLink
            key={path}
            to={path}
            title={label}
            className={({ isActive }) =>
              cx(ITEM_CLASS, isActive ? 'bg-sunken font-medium text-ink' : 'text-ink-2')
            }
          >
            <Icon aria-hidden="true" className="size-4.5 sm:size-4" />
            <span className="max-lg:sr-only">{label}</span>
            {path === '/alerts' && <UnreadBadge />}
          </NavLink>
        ))}
      </nav>
      <div className="flex max-sm:hidden sm:mt-auto sm:flex-col sm:gap-1">
        <PaletteButton className={cx(ITEM_CLASS, 'text-ink-2')} />
        <AccountMenu className={cx(ITEM_CLASS, 'w-full min-w-0 text-ink-2')} />
      </div>
    </header>
  )
}
