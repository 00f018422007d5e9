import type { Locator } from '@playwright/test'
import type { Canaries } from './canary.ts'
import type { EchoingUpstream } from './echoing-upstream.ts'
import { choose } from './story.ts'

export interface Way {
  title: string
  type: string
  address: (upstream: EchoingUpstream) => string
  addressLabel: 'API URL' | 'Endpoint' | 'Server URL'
  /** What is chosen before the secret is typed. */
  choose: (dialog: Locator) => Promise<void>
  /** By the field's label. */
  secrets: (canaries: Canaries, round: number) => Record<string, string>
}

const http = { addressLabel: 'API URL', address: ({ origin }: EchoingUpstream) => origin } as const
const graphql = {
  addressLabel: 'Endpoint',
  address: ({ origin }: EchoingUpstream) => `${origin}/graphql`,
} as const
const mcp = {
  addressLabel: 'Server URL',
  address: ({ origin }: EchoingUpstream) => `${origin}/mcp`,
} as const
const sse = {
  addressLabel: 'Server URL',
  address: ({ origin }: EchoingUpstream) => `${origin}/sse`,
} as const

const key = {
  choose: (dialog: Locator) => choose(dialog, 'Key'),
  secrets: ({ plant }: Canaries, round: number) => ({ 'API key': plant(`key${round}`) }),
}
const login = {
  choose: (dialog: Locator) => choose(dialog, 'Login'),
  secrets: ({ plant, plantPlain }: Canaries, round: number) => ({
    'User name': plantPlain(`user${round}`),
    Password: plant(`password${round}`),
  }),
}
const token = {
  choose: (dialog: Locator) => choose(dialog, 'Bearer token'),
  secrets: ({ plantPlain }: Canaries, round: number) => ({ Token: plantPlain(`token${round}`) }),
}
const tokenOverSse = {
  ...token,
  async choose(dialog: Locator) {
    await choose(dialog, /SSE/)
    await choose(dialog, 'Bearer token')
  },
}
const keyInQuery = {
  ...key,
  async choose(dialog: Locator) {
    await choose(dialog, 'Key')
    await dialog.getByLabel('Place').selectOption('query')
    await dialog.getByLabel('Parameter name').fill('api_key')
  },
}

/**
 * Every kind of connection, and every method that presents a secret as it is. What is signed in for,
 * signed with, shown by a runner or given to a command has stories of its own.
 */
export const WAYS: readonly Way[] = [
  { title: 'an HTTP API, by a key in the query', type: 'Any HTTP API', ...http, ...keyInQuery },
  { title: 'a GraphQL API, by a bearer token', type: 'Any GraphQL API', ...graphql, ...token },
  {
    title: 'an API that tells the account’s name, by user name and password',
    type: 'Grafana',
    ...http,
    ...login,
  },
  { title: 'an MCP server, by a key', type: 'Any MCP server', ...mcp, ...key },
  {
    title: 'an MCP server over SSE, by a bearer token',
    type: 'Any MCP server',
    ...sse,
    ...tokenOverSse,
  },
]
