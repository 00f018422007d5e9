import { Activity, Bell, LayoutGrid, type LucideIcon, ScrollText, Settings } from 'lucide-react'

type Destination = { path: string; label: string; icon: LucideIcon }

/** What the rail and ⌘K lead to. */
export const DESTINATIONS: readonly Destination[] = [
  { path: '/integrations', label: 'Integrations', icon: LayoutGrid },
  { path: '/health', label: 'Health', icon: Activity },
  { path: '/logs', label: 'Logs', icon: ScrollText },
  { path: '/alerts', label: 'Alerts', icon: Bell },
  { path: '/settings', label: 'Settings', icon: Settings },
]
