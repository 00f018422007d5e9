import { bearer, inHeader, remoteMcp, restApi, signIn } from './entry.ts'

export const support = [
  restApi({
    id: 'intercom',
    name: 'Intercom',
    category: 'Support',
    description: 'Conversations, contacts and help articles.',
    icon: 'intercom',
    docs_url: 'https://developers.intercom.com/docs/references/rest-api/api.intercom.io',
    api_url: 'https://api.intercom.io',
    api_version: { header: 'Intercom-Version', default: '2.11' },
    webhooks: true,
    auth: {
      api_key: bearer({
        label: 'Access token',
        example: 'dG9r…, 60 characters',
        url: 'https://app.intercom.com/a/apps/_/developer-hub',
        hint: 'Your app → Configure → Authentication.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/me',
      expected_status: 200,
      account: ['/app/name', '/name'],
    },
  }),
  restApi({
    id: 'zendesk',
    name: 'Zendesk',
    category: 'Support',
    description: 'Tickets, users and help centre of one account.',
    icon: 'zendesk',
    docs_url: 'https://developer.zendesk.com/api-reference/',
    address_example: 'https://acme.zendesk.com',
    webhooks: true,
    auth: {
      basic: {
        username: { label: 'Email, followed by /token', example: 'you@example.com/token' },
        password: {
          label: 'API token',
          example: '40 letters and digits',
          url: 'https://developer.zendesk.com/api-reference/introduction/security-and-auth/',
          hint: 'Admin Center → Apps and integrations → APIs → API tokens.',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/api/v2/users/me.json',
      expected_status: 200,
      // Zendesk answers strangers too, as this user.
      auth_failure: { pointer: '/user/name', values: ['Anonymous user'] },
      account: ['/user/name', '/user/email'],
    },
  }),
  restApi({
    id: 'front',
    name: 'Front',
    category: 'Support',
    description: 'Shared inboxes, conversations and contacts.',
    icon: null,
    docs_url: 'https://dev.frontapp.com/reference/introduction',
    api_url: 'https://api2.frontapp.com',
    webhooks: true,
    auth: {
      jwt: {
        help: {
          label: 'API token',
          example: 'eyJ…, three parts with dots between',
          url: 'https://app.frontapp.com/settings/developers/tokens',
        },
      },
    },
    verification: {
      method: 'GET',
      path: '/me',
      expected_status: 200,
      account: ['/name', '/id'],
    },
  }),
  restApi({
    id: 'chatwoot',
    name: 'Chatwoot',
    category: 'Support',
    description: 'Conversations, inboxes and contacts.',
    icon: 'chatwoot',
    docs_url: 'https://developers.chatwoot.com/introduction',
    api_url: 'https://app.chatwoot.com',
    webhooks: true,
    auth: {
      api_key: inHeader('api_access_token', {
        label: 'Access token',
        example: '24 letters and digits',
        url: 'https://app.chatwoot.com/app/login',
        hint: 'Profile settings → Access token. For your own Chatwoot, change the address.',
      }),
    },
    verification: {
      method: 'GET',
      path: '/api/v1/profile',
      expected_status: 200,
      account: ['/name', '/email'],
    },
  }),
  restApi({
    id: 'zammad',
    name: 'Zammad',
    category: 'Support',
    description: 'Tickets, users and knowledge base of your Zammad.',
    icon: null,
    docs_url: 'https://docs.zammad.org/en/latest/api/intro.html',
    address_example: 'https://acme.zammad.com',
    webhooks: true,
    auth: {
      api_key: inHeader(
        'Authorization',
        {
          label: 'Access token',
          url: 'https://docs.zammad.org/en/latest/api/intro.html',
          hint: 'Profile → Token Access → Create.',
        },
        'Token token=',
      ),
    },
    verification: {
      method: 'GET',
      path: '/api/v1/users/me',
      expected_status: 200,
      account: ['/login', '/email'],
    },
  }),
  remoteMcp({
    id: 'intercom-mcp',
    name: 'Intercom MCP',
    category: 'Support',
    description: 'Search conversations and contacts.',
    icon: 'intercom',
    docs_url: 'https://developers.intercom.com/docs/guides/mcp',
    url: 'https://mcp.intercom.com/mcp',
    auth: { oauth: signIn() },
  }),
]
