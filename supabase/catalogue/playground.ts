import type { CatalogueEntry } from '../functions/_shared/contract/type-defaults.ts'
import { graphqlApi, inHeader, mcpServer, restApi } from './entry.ts'
import { PLAYGROUND_CREDENTIALS } from './playground-credentials.ts'

export interface PlaygroundAddresses {
  /** The MCP server on Streamable HTTP: `http://127.0.0.1:3001/mcp`. */
  mcpHttp: string
  /** The same on HTTP with SSE: `http://127.0.0.1:3002/sse`. */
  mcpSse: string
  /** The same as a command that speaks over stdio. */
  mcpCommand: { command: string; args: string[] }
  /** Where the REST API's paths begin, without a slash at the end; GraphQL is at `/graphql` below. */
  rest: string
}

const about = {
  category: 'Local playground',
  icon: null,
  docs_url: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Authentication',
} as const

const { apiKey, basic, jwt } = PLAYGROUND_CREDENTIALS

const basicAuth = {
  username: { label: 'User name', example: basic.username },
  password: { label: 'Password', hint: `For the playground: ${basic.password}` },
}
const jwtAuth = { help: { label: 'Token', hint: `For the playground: ${jwt}` } }
const keyHelp = { label: 'API key', hint: `For the playground: ${apiKey}` }

/**
 * The types of the servers that start with the embedded stack, at their addresses. They are for a
 * newcomer's first minute and never part of a hosted project's catalogue.
 */
export function playgroundTypes(at: PlaygroundAddresses): CatalogueEntry[] {
  return [
    mcpServer({
      ...about,
      id: 'playground-mcp',
      name: 'Playground MCP server',
      description: 'The “everything” server: it runs on this machine and wants no credential.',
      icon: 'modelcontextprotocol',
      docs_url: 'https://github.com/modelcontextprotocol/servers/tree/main/src/everything',
      protocols: ['http', 'sse', 'stdio'],
      urls: { http: at.mcpHttp, sse: at.mcpSse },
      stdio: at.mcpCommand,
      open: true,
      auth: {},
    }),
    restApi({
      ...about,
      id: 'playground-rest',
      name: 'Playground REST API',
      description: 'A small API on this machine that asks for a credential.',
      api_url: at.rest,
      auth: { api_key: inHeader('X-Api-Key', keyHelp), basic: basicAuth, jwt: jwtAuth },
      verification: {
        method: 'GET',
        path: '/me',
        expected_status: 200,
        account: ['/name'],
      },
    }),
    restApi({
      ...about,
      id: 'playground-open',
      name: 'Playground open API',
      description: 'A small API on this machine that answers anyone.',
      api_url: at.rest,
      open: true,
      auth: {},
      verification: {
        method: 'GET',
        path: '/open/me',
        expected_status: 200,
        account: ['/name'],
      },
    }),
    graphqlApi({
      ...about,
      id: 'playground-graphql',
      name: 'Playground GraphQL API',
      description: 'A small GraphQL API on this machine that asks for a credential.',
      icon: 'graphql',
      api_url: `${at.rest}/graphql`,
      auth: { api_key: inHeader('X-Api-Key', keyHelp), basic: basicAuth, jwt: jwtAuth },
      verification: { query: '{ viewer { name } }', account: ['/data/viewer/name'] },
    }),
  ]
}
