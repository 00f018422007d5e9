import { bearer, inHeader, remoteMcp, restApi } from './entry.ts'

export const knowledge = [
  restApi({
    id: 'notion',
    name: 'Notion',
    category: 'Knowledge',
    description: 'Pages, databases and comments of a workspace.',
    icon: 'notion',
    docs_url: 'https://developers.notion.com/reference/intro',
    api_url: 'https://api.notion.com',
    api_version: { header: 'Notion-Version', default: '2022-06-28' },
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Internal integration secret',
        example: 'ntn_… (older ones: secret_…)',
        url: 'https://www.notion.so/profile/integrations',
      }),
    },
    verification: {
      method: 'GET',
      path: '/v1/users/me',
      expected_status: 200,
      account: ['/bot/workspace_name', '/name'],
    },
  }),
  restApi({
    id: 'confluence',
    name: 'Confluence',
    category: 'Knowledge',
    description: 'Spaces and pages of a Confluence Cloud site.',
    icon: 'confluence',
    docs_url: 'https://developer.atlassian.com/cloud/confluence/rest/v2/intro/',
    address_example: 'https://acme.atlassian.net',
    auth: {
      basic: {
        username: { label: 'Atlassian account email', example: 'you@example.com' },
        password: {
          label: 'API token',
          example: 'ATATT…',
          url: 'https://id.atlassian.com/manage-profile/security/api-tokens',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/wiki/rest/api/user/current',
      expected_status: 200,
      // A site that is open to the public answers strangers, as anonymous.
      auth_failure: { pointer: '/type', values: ['anonymous'] },
      account: ['/displayName', '/email'],
    },
  }),
  restApi({
    id: 'contentful',
    name: 'Contentful',
    category: 'Knowledge',
    description: 'Content models and entries, through the Management API.',
    icon: 'contentful',
    docs_url: 'https://www.contentful.com/developers/docs/references/content-management-api/',
    api_url: 'https://api.contentful.com',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Personal access token',
        example: 'CFPAT-…',
        url: 'https://app.contentful.com/account/profile/cma_tokens',
      }),
    },
    verification: {
      method: 'GET',
      path: '/users/me',
      expected_status: 200,
      account: ['/email', '/firstName'],
    },
  }),
  restApi({
    id: 'coda',
    name: 'Coda',
    category: 'Knowledge',
    description: 'Docs, tables and automations.',
    icon: 'coda',
    docs_url: 'https://coda.io/developers/apis/v1',
    api_url: 'https://coda.io/apis/v1',
    auth: {
      api_key: bearer({
        label: 'API token',
        example: 'Five groups of letters and digits with dashes between',
        url: 'https://coda.io/account',
      }),
    },
    verification: {
      method: 'GET',
      path: '/whoami',
      expected_status: 200,
      account: ['/name', '/loginId'],
    },
  }),
  restApi({
    id: 'outline',
    name: 'Outline',
    category: 'Knowledge',
    description: 'Collections and documents of a team wiki.',
    icon: 'outline',
    docs_url: 'https://www.getoutline.com/developers',
    api_url: 'https://app.getoutline.com/api',
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'API key',
        example: 'ol_api_…',
        url: 'https://app.getoutline.com/settings/api-and-apps',
        hint: 'For your own Outline, change the address under Advanced.',
      }),
    },
    verification: {
      method: 'POST',
      path: '/auth.info',
      body: {},
      expected_status: 200,
      account: ['/data/team/name', '/data/user/name'],
    },
  }),
  restApi({
    id: 'readwise',
    name: 'Readwise',
    category: 'Knowledge',
    description: 'Highlights, books and Reader documents.',
    icon: null,
    docs_url: 'https://readwise.io/api_deets',
    api_url: 'https://readwise.io/api/v2',
    auth: {
      api_key: inHeader(
        'Authorization',
        {
          label: 'Access token',
          example: '50 letters and digits',
          url: 'https://readwise.io/access_token',
        },
        'Token ',
      ),
    },
    verification: { method: 'GET', path: '/auth/', expected_status: 204 },
  }),
  remoteMcp({
    id: 'microsoft-learn-mcp',
    name: 'Microsoft Learn MCP',
    category: 'Knowledge',
    description: 'Search and read Microsoft’s documentation and code samples.',
    icon: null,
    docs_url: 'https://learn.microsoft.com/en-us/training/support/mcp',
    url: 'https://learn.microsoft.com/api/mcp',
    open: true,
    auth: {},
  }),
]
