import type { CatalogueEntry } from '../functions/_shared/contract/type-defaults.ts'
import { bearer, graphqlApi, mcpServer, restApi, signIn } from './entry.ts'

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
  certificate: {
    help: { label: 'Client certificate', hint: 'For servers that ask for one (mutual TLS).' },
  },
} satisfies CatalogueEntry['defaults']['auth']

/** An API that no entry knows may want tokens of any server, or signed with any key. */
const anyApiAuth = {
  ...anyAuth,
  jwt: {
    ...anyAuth.jwt,
    mint: {
      algs: ['RS256', 'ES256', 'EdDSA', 'HS256'],
      lifetime_seconds: 300,
      asks: [{ into: 'key_id', label: 'Key ID', example: 'The header’s kid' }],
      help: {
        label: 'Signing key',
        example: '-----BEGIN PRIVATE KEY-----',
        hint: 'PKCS#8, or for HS256 the shared secret as text.',
      },
    },
  },
  oauth: {
    grants: ['authorization_code', 'client_credentials'],
    own_server: true,
    client: { label: 'Client', hint: 'As the authorization server registered it.' },
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
    auth: { ...anyAuth, oauth: signIn() },
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
    auth: anyApiAuth,
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
    auth: anyApiAuth,
    verification: { query: '{ __typename }' },
  }),
]
