import { LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react'
import { useNavigate } from 'react-router-dom'
import { signOut, useSession } from '@/features/auth/session'
import { setTheme, THEMES, type Theme, useTheme } from '@/lib/theme'
import { Menu, type MenuEntry } from '@/ui/menu'
import { Avatar } from './avatar'

export const THEME_FACES: Record<Theme, { label: string; icon: typeof Sun }> = {
  system: { label: 'System theme', icon: Monitor },
  light: { label: 'Light theme', icon: Sun },
  dark: { label: 'Dark theme', icon: Moon },
}

/** Who is signed in; theme, settings and the way out. */
export function AccountMenu({ className }: { className: string }) {
  const session = useSession()
  const theme = useTheme()
  const navigate = useNavigate()
  const email = 'account' in session ? session.account.email : ''

  const entries: MenuEntry[] = [
    ...THEMES.map((each): MenuEntry => {
      const { label, icon: Icon } = THEME_FACES[each]
      return { label, icon: <Icon />, isChecked: each === theme, onSelect: () => setTheme(each) }
    }),
    'separator',
    { label: 'Settings', icon: <Settings />, onSelect: () => navigate('/settings') },
    { label: 'Sign out', icon: <LogOut />, onSelect: signOut },
  ]
  return (
    <Menu
      side="top"
      align="start"
      entries={entries}
      trigger={(props) => (
        <button type="button" {...props} title={email} className={className}>
          <Avatar email={email} />
          <span className="min-w-0 truncate max-lg:sr-only">{email}</span>
        </button>
      )}
    />
  )
}
