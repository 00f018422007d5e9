/** What the local playground's servers accept. It runs on this machine only: nothing here is secret. */
export const PLAYGROUND_CREDENTIALS = {
  apiKey: 'playground-key-1234567890',
  basic: { username: 'ada', password: 'lovelace-1815' },
  jwt: 'playground.jwt.token-abcdef',
} as const
