import type { ConnectionStatus } from '@contract/status'
import type { JackState } from '@/ui/jack'

export const STATUS: Record<ConnectionStatus, { word: string; jack: JackState }> = {
  connected: { word: 'Connected', jack: 'filled' },
  disconnected: { word: 'Disconnected', jack: 'empty' },
  error: { word: 'Error', jack: 'crossed' },
  testing: { word: 'Testing…', jack: 'turning' },
  configuring: { word: 'Not set up', jack: 'half' },
}
