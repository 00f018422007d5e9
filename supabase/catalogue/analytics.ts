import { bearer, inHeader, remoteMcp, restApi, signIn } from './entry.ts'

export const analytics = [
  restApi({
    id: 'posthog',
    name: 'PostHog',
    category: 'Analytics',
    description: 'Product analytics, feature flags and session replay.',
    icon: 'posthog',
    docs_url: 'https://posthog.com/docs/api',
    api_url: 'https://us.posthog.com',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Personal API key',
        example: 'phx_…',
        url: 'https://us.posthog.com/settings/user-api-keys',
        hint: 'With scope user:read. For the EU cloud set the address to https://eu.posthog.com.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/api/users/@me/',
      expected_status: 200,
      account: ['/email', '/first_name'],
    },
  }),
  remoteMcp({
    id: 'posthog-mcp',
    name: 'PostHog MCP',
    category: 'Analytics',
    description: 'Query insights, events, errors and feature flags.',
    icon: 'posthog',
    docs_url: 'https://posthog.com/docs/model-context-protocol',
    url: 'https://mcp.posthog.com/mcp',
    auth: {
      api_key: bearer({
        label: 'Personal API key',
        example: 'phx_…',
        url: 'https://app.posthog.com/settings/user-api-keys?preset=mcp_server',
        hint: 'Choose the preset “MCP Server” when you make it.',
      }),
      oauth: signIn(),
    },
  }),
  restApi({
    id: 'umami-cloud',
    name: 'Umami Cloud',
    category: 'Analytics',
    description: 'Website statistics without cookies.',
    icon: 'umami',
    docs_url: 'https://umami.is/docs/cloud/api-key',
    api_url: 'https://api.umami.is/v1',
    auth: {
      api_key: inHeader('x-umami-api-key', {
        label: 'API key',
        example: 'api_…',
        url: 'https://cloud.umami.is/settings/api-keys',
      }),
    },
    verification: {
      method: 'GET',
      path: '/me',
      expected_status: 200,
      account: ['/user/username'],
    },
  }),
  restApi({
    id: 'metabase',
    name: 'Metabase',
    category: 'Analytics',
    description: 'Questions and dashboards on your own databases.',
    icon: 'metabase',
    docs_url: 'https://www.metabase.com/docs/latest/people-and-groups/api-keys',
    address_example: 'https://metabase.example.com',
    auth: {
      api_key: inHeader('x-api-key', {
        label: 'API key',
        example: 'mb_…',
        hint: 'Admin settings → Authentication → API keys.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/api/user/current',
      expected_status: 200,
      account: ['/common_name', '/email'],
    },
  }),
]
