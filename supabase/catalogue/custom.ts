import type { CatalogueEntry } from '../functions/_shared/contract/type-defaults.ts'
import { bearer, graphqlApi, mcpServer, restApi } from './entry.ts'

/** What a server that no entry knows may want. The person corrects the key's place in the form. */
const anyAuth = {
  api_key: bearer({ label: 'API key', hint: 'As the vendor’s documentation calls it.' }),
  basic: {
    username: { label: 'User name', example: 'ada' },
    password: { label: 'Password' },
  },
  jwt: {
    help: { label: 'Token', example: 'eyJ…, three parts with dots between' },
  },
} satisfies CatalogueEntry['defaults']['auth']

export const custom = [
  mcpServer({
    id: 'any-mcp-server',
    name: 'Any MCP server',
    category: 'Custom',
    description: 'A server of your own, or one that is not in the catalogue.',
    icon: 'modelcontextprotocol',
    docs_url: 'https://modelcontextprotocol.io/docs/getting-started/intro',
    protocols: ['http', 'sse', 'stdio'],
    urls: {},
    stdio: {},
    open: true,
    auth: anyAuth,
  }),
  restApi({
    id: 'any-http-api',
    name: 'Any HTTP API',
    category: 'Custom',
    description: 'A REST API of your own, or one that is not in the catalogue.',
    icon: null,
    docs_url: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Methods',
    address_example: 'https://api.example.com/v1',
    own_request: true,
    webhooks: true,
    open: true,
    auth: anyAuth,
    verification: { method: 'GET', path: '/', expected_status: 200 },
  }),
  graphqlApi({
    id: 'any-graphql-api',
    name: 'Any GraphQL API',
    category: 'Custom',
    description: 'A GraphQL endpoint of your own, or one that is not in the catalogue.',
    icon: 'graphql',
    docs_url: 'https://graphql.org/learn/serving-over-http/',
    address_example: 'https://api.example.com/graphql',
    own_request: true,
    webhooks: true,
    open: true,
    auth: anyAuth,
    verification: { query: '{ __typename }' },
  }),
]
