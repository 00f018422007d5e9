import { Activity, LayoutGrid, type LucideIcon, Settings } from 'lucide-react'

type Destination = { path: string; label: string; icon: LucideIcon }

/** What the rail and ⌘K lead to. */
export const DESTINATIONS: readonly Destination[] = [
  { path: '/integrations', label: 'Integrations', icon: LayoutGrid },
  { path: '/health', label: 'Health', icon: Activity },
  { path: '/settings', label: 'Settings', icon: Settings },
]
