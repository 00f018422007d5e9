import type { ConnectionStatus } from '@contract/status'

/** How a status is shown wherever it is: its word, and the state of its jack. */
export const STATUS_FACES = {
  connected: { word: 'Connected', jack: 'filled' },
  disconnected: { word: 'Disconnected', jack: 'empty' },
  error: { word: 'Error', jack: 'crossed' },
  testing: { word: 'Testing…', jack: 'turning' },
  configuring: { word: 'Not set up', jack: 'half' },
} as const satisfies Record<ConnectionStatus, { word: string; jack: string }>
